"""The Python engines, each in a process of its own, so that its memory is its own too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .places import BENCHMARKS, THREADS, work
from .processes import CommandFailed, MemoryWatch, end
from .speech import Recording


@dataclass(frozen=True)
class Heard:
    """One transcription by an engine; words are spans in seconds, of engines that were asked for them."""

    text: str
    seconds: float
    words: list[tuple[float, float]]
    language: str


class Engine:
    """A running worker; see engine_worker."""

    def __init__(self, name: str, weights: Path, beam: int):
        self._log = work("logs", f"{name}.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "measure.engine_worker", name, str(weights), str(THREADS), str(beam)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env={**os.environ, "PYTHONPATH": str(BENCHMARKS), "OMP_NUM_THREADS": str(THREADS), "HF_HUB_OFFLINE": "1"},
            text=True,
            encoding="utf-8",
        )

    def hear(self, recording: Recording, warm: bool = False) -> Heard:
        """Transcribes a recording; warm runs the engine for a moment before the clock starts."""
        return self.hear_file(recording.audio, recording.language, warm)

    def hear_file(self, audio: Path, language: str | None, warm: bool = False) -> Heard:
        """Transcribes a file; without a language the engine finds it out."""
        request = {"audio": str(audio), "language": language, "warm": warm}
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            raise CommandFailed(f"the engine ended early; see {self._log.name}")
        return Heard(**json.loads(answer))

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        end(self.process, 10)
        self._log.close()


def once(name: str, weights: Path, recording: Recording, beam: int) -> tuple[float, int, Heard]:
    """A whole process that transcribes one recording: its seconds, peak memory and what it heard."""
    started = time.monotonic()
    with Engine(name, weights, beam) as engine, MemoryWatch(engine.process.pid) as memory:
        heard = engine.hear(recording)
        engine.process.stdin.close()
        engine.process.wait(60)
        return time.monotonic() - started, memory.peak_bytes, heard
