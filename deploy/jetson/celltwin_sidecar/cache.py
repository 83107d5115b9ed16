"""Engines on disk. One fits only the network, device, runtime version and precision that it was built for."""
import hashlib
import json
import os


def key_of(facts):
    """`facts`: network (sha256), device, runtime, precision."""
    named = "\n".join("%s=%s" % (name, facts[name]) for name in ("network", "device", "runtime", "precision"))
    return hashlib.sha256(named.encode("utf-8")).hexdigest()


class EngineCache(object):
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def read(self, key):
        """The engine's bytes, or None. One that a power cut has torn does not match its digest and is not used."""
        try:
            with open(self._path(key, "json")) as file:
                expected = json.load(file)["sha256"]
            with open(self._path(key, "engine"), "rb") as file:
                engine = file.read()
        except (OSError, ValueError, KeyError):
            return None
        return engine if hashlib.sha256(engine).hexdigest() == expected else None

    def write(self, key, engine, facts):
        card = dict(facts, sha256=hashlib.sha256(engine).hexdigest(), bytes=len(engine))
        self._replace(self._path(key, "engine"), bytes(engine))
        self._replace(self._path(key, "json"), json.dumps(card, indent=2).encode("utf-8"))

    def _path(self, key, ending):
        return os.path.join(self.folder, "%s.%s" % (key, ending))

    @staticmethod
    def _replace(path, content):
        partial = path + ".partial"
        with open(partial, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
