"""A runtime without a device, for trying the socket: it answers each input with its own values."""
import os
import platform
import time

# The build may be made to take a while, to see its progress.
BUILD_S = float(os.environ.get("ECHO_BUILD_S", "0"))


class EchoRuntime(object):
    def describe(self):
        return {"provider": "Echo", "runtime": "echo 1", "device": platform.machine()}

    def build(self, network, precision, say):
        if precision not in ("fp32", "fp16"):
            raise ValueError("echo cannot build %s" % precision)
        say("%d bytes of network" % len(network))
        time.sleep(BUILD_S)
        return b"echo of " + network[:64]

    def load(self, engine):
        if not engine.startswith(b"echo of "):
            raise ValueError("this is no engine of echo")
        return EchoNetwork()


class EchoNetwork(object):
    input_dims = (1, 4)

    def run(self, dims, payload):
        return dims, payload

    def close(self):
        pass
