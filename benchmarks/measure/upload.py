"""A 2 GB upload into a heap of 256 MB."""

from __future__ import annotations

import struct
import subprocess
import threading
import time
from pathlib import Path

from . import product, speech
from .places import STT_HOME, work
from .processes import MemoryWatch, end
from .tables import Section, mb, table

SIZE = 1_950_000_000
RATE, CHANNELS, BYTES_A_SAMPLE = 192_000, 8, 4
BLOCK = 1 << 20


def wave_header(data_bytes: int) -> bytes:
    """A RIFF header of 192 kHz, 8 channels, float32: 2 GB of it are only five minutes."""
    frame = CHANNELS * BYTES_A_SAMPLE
    return (
        struct.pack("<4sI4s", b"RIFF", 36 + data_bytes, b"WAVE")
        + struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, CHANNELS, RATE, RATE * frame, frame, 8 * BYTES_A_SAMPLE)
        + struct.pack("<4sI", b"data", data_bytes)
    )


class HeapWatch:
    """The used heap of a JVM five times a second, by jstat."""

    def __init__(self, pid: int):
        self.peak_bytes = 0
        self._process = subprocess.Popen(
            [product.jdk() / "bin" / "jstat", "-gc", str(pid), "200"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        names = self._process.stdout.readline().split()
        for line in self._process.stdout:
            row = dict(zip(names, line.split()))
            used = sum(float(row[name]) for name in ("S0U", "S1U", "EU", "OU") if row.get(name, "-") != "-")
            self.peak_bytes = max(self.peak_bytes, int(used * 1024))

    def __enter__(self) -> HeapWatch:
        return self

    def __exit__(self, *_: object) -> None:
        end(self._process, 5)


class FolderWatch(threading.Thread):
    """The most that a folder held."""

    def __init__(self, folders: list[Path]):
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._folders = folders
        self._done = threading.Event()

    def size(self) -> int:
        total = 0
        for folder in self._folders:
            for path in folder.rglob("*"):
                try:
                    total += path.stat().st_blocks * 512 if path.is_file() else 0
                except OSError:
                    pass
        return total

    def run(self) -> None:
        while not self._done.wait(0.2):
            self.peak_bytes = max(self.peak_bytes, self.size())

    def __enter__(self) -> FolderWatch:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self.join()


def two_gigabytes() -> Section:
    """One upload of silence, transcribed to its end."""
    section = Section("upload", "A 2 GB upload")
    temporary = work("temporary", "x").parent
    folders = [STT_HOME / "uploads", temporary]
    options = f"-Xmx256m -Djava.io.tmpdir={temporary}"
    with product.Server(beam=1, java_options=options) as server:
        with MemoryWatch(server.process.pid) as memory, HeapWatch(server.process.pid) as heap, FolderWatch(folders) as disk:
            server.transcribe(speech.recordings(None)["en"])  # what a model needs once is not the upload's
            before = disk.size()
            sent, answered, status = _post(server)
            time.sleep(1)
            left = disk.size() - before
    seconds = (SIZE - len(wave_header(0))) / (RATE * CHANNELS * BYTES_A_SAMPLE)
    section.say(
        f"A server with `STT_JAVA_OPTIONS=-Xmx256m` is sent a WAV of {SIZE / 1e9:.2f} GB ({seconds:.0f} s of silence at "
        f"{RATE // 1000} kHz, {CHANNELS} channels, float32), made as it is sent. It answered {status}."
    )
    section.say(table(
        ["sent in, s", "answered after, s", "peak heap used, MB", "peak memory of all processes, MB", "peak temporary disk, MB",
         "temporary disk 1 s later, MB"],
        [[f"{sent:.1f}", f"{answered:.1f}", mb(heap.peak_bytes), mb(memory.peak_bytes), mb(disk.peak_bytes), mb(left)]]))
    return section


def _post(server: product.Server) -> tuple[float, float, int]:
    head, tail, content_type = product.multipart("silence.wav", {"model": product.MODEL, "language": "en"})
    wave = wave_header(SIZE - len(wave_header(0)))
    started = time.monotonic()
    sent = 0.0

    def body():
        nonlocal sent
        yield head + wave
        silence, left = bytes(BLOCK), SIZE - len(wave)
        while left > 0:
            yield silence[: min(BLOCK, left)]
            left -= BLOCK
        yield tail
        sent = time.monotonic() - started

    length = len(head) + SIZE + len(tail)
    status, _ = server.request("POST", "/v1/transcribe", body(), {"Content-Type": content_type, "Content-Length": str(length)})
    return sent, time.monotonic() - started, status
