"""Frames: two little-endian uint32 (bytes of the header, bytes of the payload), the header as JSON, the payload."""
import json
import struct

_PREFIX = struct.Struct("<II")
MAX_HEADER = 1 << 20
MAX_PAYLOAD = 1 << 30


class Disconnected(Exception):
    """The other side has gone."""


def send(sock, header, payload=b""):
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    sock.sendall(_PREFIX.pack(len(text), len(payload)) + text)
    if len(payload):
        sock.sendall(payload)


def receive(sock):
    """Returns header and payload. Raises Disconnected at the end, ValueError for what is no frame."""
    header_bytes, payload_bytes = _PREFIX.unpack(_exactly(sock, _PREFIX.size))
    if header_bytes > MAX_HEADER or payload_bytes > MAX_PAYLOAD:
        raise ValueError("a frame of %d + %d bytes is too long" % (header_bytes, payload_bytes))
    header = json.loads(_exactly(sock, header_bytes).decode("utf-8"))
    return header, _exactly(sock, payload_bytes)


def _exactly(sock, count):
    data = bytearray(count)
    view = memoryview(data)
    while len(view):
        got = sock.recv_into(view)
        if got == 0:
            raise Disconnected()
        view = view[got:]
    return bytes(data)
