"""Many recordings for one server: at once, short ones, a long one, and how long each caller waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import soundfile

from . import engines, product, speech, weights
from .places import work
from .processes import MemoryWatch
from .speech import RATE, Recording
from .tables import Section, mb, ratio, table

AT_ONCE = 16
PIECE_SECONDS = 30
SHORT_SECONDS = 8
LONG_SECONDS = 3600
CALLERS = (1, 4, 16)
BEAM = 1


def many(english: Recording, folder: Path | None) -> Section:
    """One row a kind of load, against faster-whisper's batched mode, which hears one file at a time."""
    section = Section("serving", "Many recordings")
    prompts = [_recording(clip) for clip in speech.clips(folder) if clip.language == "en"]
    prompts = [prompt for prompt in prompts if prompt.seconds <= SHORT_SECONDS] or [english]
    loads: dict[str, tuple[list[Recording], int]] = {
        f"{AT_ONCE} recordings of {PIECE_SECONDS} s at once": (_pieces(english), AT_ONCE),
        f"{len(prompts)} recordings of {sum(p.seconds for p in prompts) / len(prompts):.1f} s, one by one": (prompts, 1),
        "an hour": ([long_recording(english)], 1),
    }
    lines = []
    with product.Server(BEAM) as server, MemoryWatch(server.process.pid) as ours:
        server.transcribe(prompts[0])
        server_seconds = {name: _together(server.transcribe, recordings, at_once)[0] for name, (recordings, at_once) in loads.items()}
        waits = [[f"{callers}", *_percentiles(_together(server.transcribe, _times(prompts, 3 * callers), callers)[1])] for callers in CALLERS]
        our_peak = ours.peak_bytes
    with engines.Engine("faster-whisper-batched", weights.ctranslate2(), BEAM) as peer, MemoryWatch(peer.process.pid) as theirs:
        peer.hear(prompts[0], warm=True)
        for name, (recordings, _) in loads.items():
            seconds = _together(peer.hear, recordings, 1)[0]
            audio = sum(recording.seconds for recording in recordings)
            ours_took = server_seconds[name]
            lines.append([name, f"{ours_took:.1f}", f"{audio / ours_took:.1f}", f"{seconds:.1f}", f"{audio / seconds:.1f}",
                          ratio(ours_took, seconds)])
        their_peak = theirs.peak_bytes
    section.say(
        "Greedy. A warm server over loopback, uploads and word times included, against faster-whisper int8 in batches of 8 in a "
        "process of its own, without word times. It has no way to hear several files together, so it hears one after the other. "
        f"Peak memory of all of it: {mb(our_peak)} MB against {mb(their_peak)} MB."
    )
    section.say(table(["", "**stt**, s", "x real time", "faster-whisper batched, s", "x real time", "speed against it"], lines))
    section.say(f"How long a caller waits for a recording of {sum(p.seconds for p in prompts) / len(prompts):.1f} s (mean), by the callers at once:")
    section.say(table(["callers", "median, s", "95 %, s"], waits))
    return section


def _together(hear: Callable[[Recording], object], recordings: list[Recording], at_once: int) -> tuple[float, list[float]]:
    """The seconds for all, and those of each."""

    def timed(recording: Recording) -> float:
        started = time.monotonic()
        hear(recording)
        return time.monotonic() - started

    started = time.monotonic()
    with ThreadPoolExecutor(at_once) as callers:
        each = list(callers.map(timed, recordings))
    return time.monotonic() - started, each


def _percentiles(seconds: list[float]) -> list[str]:
    return [f"{median(seconds):.2f}", f"{quantiles(seconds, n=20)[-1]:.2f}"]


def _times(prompts: list[Recording], count: int) -> list[Recording]:
    return [prompts[i % len(prompts)] for i in range(max(count, 12))]


def _recording(clip: speech.Clip) -> Recording:
    info = soundfile.info(clip.audio)
    return Recording(clip.audio, clip.language, clip.text, info.frames / info.samplerate, 1)


def _pieces(english: Recording) -> list[Recording]:
    samples = np.resize(speech.pcm(english.audio), AT_ONCE * PIECE_SECONDS * RATE).reshape(AT_ONCE, -1)
    return [_written(f"piece-{i}", piece) for i, piece in enumerate(samples)]


def long_recording(english: Recording) -> Recording:
    return _written("hour", np.resize(speech.pcm(english.audio), LONG_SECONDS * RATE))


def _written(name: str, samples: np.ndarray) -> Recording:
    path = work("audio", f"{name}.flac")
    soundfile.write(path, samples, RATE, subtype="PCM_16")
    return Recording(path, "en", "", len(samples) / RATE, 1)
