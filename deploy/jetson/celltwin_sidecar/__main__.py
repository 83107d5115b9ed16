"""python3 -m celltwin_sidecar --socket /run/celltwin/inference.sock --cache /var/lib/celltwin/engines"""
import argparse
import os
import signal
import sys
import threading

from .server import Server


def main():
    parser = argparse.ArgumentParser(prog="celltwin_sidecar", description=__doc__)
    parser.add_argument("--socket", default="/run/celltwin/inference.sock")
    parser.add_argument("--cache", default="/var/lib/celltwin/engines")
    parser.add_argument("--runtime", choices=["tensorrt", "echo"], default="tensorrt")
    options = parser.parse_args()

    server = Server(options.socket, runtime_named(options.runtime), options.cache)

    def stop(*_):
        # shutdown() waits for the loop that this signal has interrupted.
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print("%(runtime)s on %(device)s" % server.runtime.describe(), "listens at", options.socket, flush=True)
    server.serve_forever(poll_interval=0.1)
    os.unlink(options.socket)


def runtime_named(name):
    if name == "echo":
        from .echo_runtime import EchoRuntime

        return EchoRuntime()
    from .tensorrt_runtime import TensorRtRuntime

    return TensorRtRuntime()


sys.exit(main())
