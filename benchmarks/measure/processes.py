"""Child processes: bounded, ended by pid, and watched for memory."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and all that descend from it, itself first."""
    found = [pid]
    for each in found:
        try:
            for task in os.listdir(f"/proc/{each}/task"):
                found += map(int, Path(f"/proc/{each}/task/{task}/children").read_text().split())
        except OSError:
            pass  # it has ended meanwhile
    return found


def resident_bytes(pid: int) -> int:
    """Memory of one process; 0 when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES
    except (OSError, IndexError):
        return 0


def processor_seconds(pid: int) -> float:
    """Processor time of a process and all that descend from it, so far."""
    ticks = 0
    for member in family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        ticks += int(fields[11]) + int(fields[12])
    return ticks / CLOCK_TICKS


class MemoryWatch(threading.Thread):
    """Samples the memory of a process and its descendants. Pages that two of them share count twice."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._pid = pid
        self._done = threading.Event()

    def run(self) -> None:
        members, renewed = [self._pid], 0.0
        while not self._done.wait(0.02):
            if time.monotonic() - renewed > 0.3:
                members, renewed = family(self._pid), time.monotonic()
            self.peak_bytes = max(self.peak_bytes, sum(map(resident_bytes, members)))

    def __enter__(self) -> MemoryWatch:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self.join()


@dataclass(frozen=True)
class Finished:
    """What a command left behind. Processor seconds include its waited-for children."""

    seconds: float
    processor_seconds: float
    peak_bytes: int
    stdout: str
    stderr: str


class CommandFailed(Exception):
    """A command did not do what it was asked."""


def run(command: list, limit_seconds: float = 900, env: dict | None = None, cwd: Path | None = None) -> Finished:
    """Runs a command to its end.

    Raises CommandFailed with the end of what it printed when it fails or takes too long.
    """
    before = os.times()
    started = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        text=True,
        errors="replace",
    )
    with MemoryWatch(process.pid) as memory:
        try:
            out, err = process.communicate(timeout=limit_seconds)
        except BaseException as e:
            end(process, 0)
            if isinstance(e, subprocess.TimeoutExpired):
                raise CommandFailed(f"{command[0]}: not done after {limit_seconds:.0f} s") from None
            raise
    seconds = time.monotonic() - started
    if process.returncode != 0:
        raise CommandFailed(f"{command[0]}: exit {process.returncode}: {(err or out)[-2000:].strip()}")
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Finished(seconds, processor, memory.peak_bytes, out, err)


def end(process: subprocess.Popen, grace_seconds: float = 60) -> None:
    """Asks a process to end; after the grace it and its descendants are killed, each by its pid."""
    members = family(process.pid)
    if process.poll() is None:
        process.send_signal(signal.SIGTERM if grace_seconds > 0 else signal.SIGKILL)
    try:
        process.wait(grace_seconds or 10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
    for pid in members[1:]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
