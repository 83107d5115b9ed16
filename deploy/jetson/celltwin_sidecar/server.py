"""One connection, one network: it is opened, run as often as wanted, and released when the connection ends."""
import hashlib
import os
import socketserver
import threading
import time
import traceback

from . import frames
from .cache import EngineCache, key_of

PROTOCOL = 1
# Building an engine takes minutes: silence would look like a hang.
HEARTBEAT_S = 2.0


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def __init__(self, path, runtime, cache_folder):
        if os.path.exists(path):
            os.unlink(path)
        self.runtime = runtime
        self.cache = EngineCache(cache_folder)
        # One device: two builds at once would not fit its memory, two runs would only wait for each other inside.
        self.device = threading.Lock()
        super().__init__(path, Connection)
        os.chmod(path, 0o660)


class Connection(socketserver.BaseRequestHandler):
    def setup(self):
        self.network = None
        self.sending = threading.Lock()

    def handle(self):
        try:
            while True:
                header, payload = frames.receive(self.request)
                try:
                    self.answer(header, payload)
                except (frames.Disconnected, BrokenPipeError):
                    raise
                except Exception as error:  # what the runtime throws is the client's to hear
                    traceback.print_exc()
                    self.send({"kind": "error", "message": "%s: %s" % (type(error).__name__, error)})
        except (frames.Disconnected, ConnectionError):
            pass
        except ValueError as error:
            print("a client spoke no frames: %s" % error, flush=True)

    def finish(self):
        if self.network is not None:
            with self.server.device:
                self.network.close()

    def send(self, header, payload=b""):
        with self.sending:
            frames.send(self.request, header, payload)

    def answer(self, header, payload):
        kind = header.get("kind")
        if kind == "hello":
            self.send({"kind": "hello", "protocol": PROTOCOL, **self.server.runtime.describe()})
        elif kind == "open":
            self.open(header, payload)
        elif kind == "run":
            self.run(header, payload)
        else:
            raise ValueError("unknown kind of frame: %r" % kind)

    def open(self, header, payload):
        if self.network is not None:
            raise ValueError("this connection has a network already")
        digest = hashlib.sha256(payload).hexdigest()
        if digest != header["network"]:
            raise ValueError("the network's sha256 is %s, the frame says %s" % (digest, header["network"]))
        runtime = self.server.runtime
        described = runtime.describe()
        facts = {
            "network": digest,
            "device": described["device"],
            "runtime": described["runtime"],
            "precision": header["precision"],
        }
        key = key_of(facts)
        with Heartbeat(self.send) as heartbeat:
            heartbeat.phase = "waiting for the device"
            with self.server.device:
                engine = self.server.cache.read(key)
                cached = engine is not None
                if not cached:
                    heartbeat.phase = "building the engine"
                    engine = runtime.build(payload, header["precision"], heartbeat.say)
                    self.server.cache.write(key, engine, facts)
                heartbeat.phase = "loading the engine"
                self.network = runtime.load(engine)
        self.send(
            {
                "kind": "opened",
                "engine": key,
                "cached": cached,
                "inputDims": list(self.network.input_dims),
                "provider": described["provider"],
                "runtime": described["runtime"],
                "device": described["device"],
                "precision": header["precision"],
            }
        )

    def run(self, header, payload):
        if self.network is None:
            raise ValueError("no network is open")
        with self.server.device:
            started = time.perf_counter()
            dims, output = self.network.run(header["dims"], payload)
            took_ms = (time.perf_counter() - started) * 1000
        self.send({"kind": "result", "dims": list(dims), "tookMs": round(took_ms, 3)}, output)


class Heartbeat(object):
    """Tells the phase and how long it has taken, when it changes and every few seconds."""

    def __init__(self, send):
        self._send = send
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self):
        self._phase = "reading"
        self._since = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    @property
    def phase(self):
        return self._phase

    @phase.setter
    def phase(self, phase):
        self._phase = phase
        self._since = time.monotonic()
        self.say("")

    def say(self, detail):
        took_ms = int((time.monotonic() - self._since) * 1000)
        self._send({"kind": "progress", "phase": self._phase, "detail": detail, "tookMs": took_ms})

    def _beat(self):
        while not self._ended.wait(HEARTBEAT_S):
            try:
                self.say("")
            except OSError:
                return
