"""As much of a WebSocket client (RFC 6455) as a measurement needs: no fragments, no extensions."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct


class WebSocket:
    """One connection; a thread may send while another receives."""

    def __init__(self, port: int, path: str):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self._input = self._socket.makefile("rb")
        status = self._input.readline().decode()
        while self._input.readline() not in (b"\r\n", b""):
            pass
        if " 101 " not in status:
            raise OSError(f"refused: {status.strip()}")

    def send(self, payload: bytes, opcode: int = 2) -> None:
        size = len(payload)
        head = bytes([0x80 | opcode])
        head += bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size)
        self._socket.sendall(head + bytes(4) + payload)  # a mask of zeros changes nothing

    def receive(self) -> dict | None:
        """The next message; None when the server has closed."""
        while True:
            head = self._input.read(2)
            if len(head) < 2 or head[0] & 15 == 8:
                return None
            size = head[1] & 127
            if size == 126:
                size = struct.unpack(">H", self._input.read(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self._input.read(8))[0]
            payload = self._input.read(size)
            if head[0] & 15 == 9:
                self.send(payload, 10)
            elif head[0] & 15 == 1:
                return json.loads(payload)

    def close(self) -> None:
        self._socket.close()
