"""When words begin: against the energy of the sound, beside faster-whisper's word times."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from . import engines, product, weights
from .dialogues import heard
from .places import STT, STT_HOME
from .processes import run
from .speech import RATE, Recording, pcm
from .tables import Section, percent, table

BEAM = 5
PAUSE_SECONDS = 0.3
LATE_SECONDS = 0.2

Span = tuple[float, float]


@dataclass(frozen=True)
class Errors:
    """Of the first and the last words of phrases, seconds; and phrases without any word."""

    starts: list[float]
    ends: list[float]
    missed: int


def word_times(recordings: dict[str, Recording], folder: Path | None) -> Section:
    """One row a program and language, or recording with times that somebody wrote down."""
    section = Section("words", "When words begin")
    truths = [(code, recording, heard(pcm(recording.audio))) for code, recording in recordings.items()]
    truths += [(f"en, {recording.audio.stem}.stm", recording, phrases) for recording, phrases in _labelled(folder)]
    lines = []
    with engines.Engine("faster-whisper-words", weights.ctranslate2(), BEAM) as peer:
        for code, recording, phrases in truths:
            for name, words in (("**stt**", _ours(recording)), ("faster-whisper int8", peer.hear(recording).words)):
                errors = compare(phrases, [(start, end) for start, end in words])
                late = sum(error > LATE_SECONDS for error in errors.starts) / len(errors.starts)
                lines.append([
                    f"{code}, {len(phrases)} phrases" if name == "**stt**" else "", name, f"{mean(errors.starts):.3f}",
                    f"{median(errors.starts):.3f}", percent(late), f"{median(errors.ends):.3f}", str(errors.missed),
                ])
    section.say(
        "The first word of each phrase against the first 10 ms in which there is sound, and the last one's end against the last: a phrase is "
        f"what is between two pauses of {PAUSE_SECONDS} s or more, and sound what is less than 38 dB under the loudest of these recordings, which "
        "have no noise. That is how stt corrects its words' times, too, so these rows say that it does, and the times that people wrote down (`.stm`) "
        f"how well. Beam {BEAM}; faster-whisper with `word_timestamps`."
    )
    section.say(table(["language", "", "start off by: mean, s", "median, s", f"over {LATE_SECONDS} s", "end off by: median, s", "phrases without words"], lines))
    return section


def _labelled(folder: Path | None) -> list[tuple[Recording, list[Span]]]:
    """Each `NAME.flac` with `NAME.stm` beside it: what is said in it by anybody, pauses apart."""
    found = []
    for truth in sorted(folder.rglob("*.stm")) if folder else []:
        lines = [line.split() for line in truth.read_text(encoding="utf-8").splitlines() if not line.startswith(";;")]
        phrases: list[Span] = []
        for start, end in sorted((float(line[3]), float(line[4])) for line in lines):
            if phrases and start - phrases[-1][1] < PAUSE_SECONDS:
                phrases[-1] = phrases[-1][0], max(end, phrases[-1][1])
            else:
                phrases.append((start, end))
        audio = truth.with_suffix(".flac")
        found.append((Recording(audio, "en", "", len(pcm(audio)) / RATE, 1), phrases))
    return found


def compare(phrases: list[Span], words: list[Span]) -> Errors:
    """Each word belongs to the phrase that its middle is in or next to."""
    of = {phrase: [] for phrase in phrases}
    for start, end in words:
        middle = (start + end) / 2
        of[min(phrases, key=lambda phrase: max(phrase[0] - middle, middle - phrase[1], 0))].append((start, end))
    told = {phrase: inside for phrase, inside in of.items() if inside}
    return Errors(
        [abs(min(inside)[0] - phrase[0]) for phrase, inside in told.items()],
        [abs(max(end for _, end in inside) - phrase[1]) for phrase, inside in told.items()],
        len(phrases) - len(told),
    )


def _ours(recording: Recording) -> list[Span]:
    command = [STT, "transcribe", "--model", product.MODEL, "--language", recording.language, "--config", product.settings(BEAM),
               "--format", "json", recording.audio]
    answer = json.loads(run(command, env={"STT_HOME": str(STT_HOME)}).stdout)
    return [(word["start"], word["end"]) for segment in answer["segments"] for word in segment["words"]]
