"""When words begin: against the energy of the sound, beside faster-whisper's word times."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import mean, median

from . import engines, product, weights
from .dialogues import heard
from .places import STT, STT_HOME
from .processes import run
from .speech import Recording, pcm
from .tables import Section, percent, table

BEAM = 5
LATE_SECONDS = 0.2

Span = tuple[float, float]


@dataclass(frozen=True)
class Errors:
    """Of the first and the last words of phrases, seconds; and phrases without any word."""

    starts: list[float]
    ends: list[float]
    missed: int


def word_times(recordings: dict[str, Recording]) -> Section:
    """One row a program and language."""
    section = Section("words", "When words begin")
    lines = []
    with engines.Engine("faster-whisper-words", weights.ctranslate2(), BEAM) as peer:
        for code, recording in recordings.items():
            phrases = heard(pcm(recording.audio))
            for name, words in (("**stt**", _ours(recording)), ("faster-whisper int8", peer.hear(recording).words)):
                errors = compare(phrases, [(start, end) for start, end in words])
                late = sum(error > LATE_SECONDS for error in errors.starts) / len(errors.starts)
                lines.append([
                    f"{code}, {len(phrases)} phrases" if name == "**stt**" else "", name, f"{mean(errors.starts):.3f}",
                    f"{median(errors.starts):.3f}", percent(late), f"{median(errors.ends):.3f}", str(errors.missed),
                ])
    section.say(
        "The first word of each phrase against the first 10 ms in which there is sound, and the last one's end against the last: a phrase is "
        "what is between two pauses of 0.3 s or more, and sound what is less than 38 dB under the loudest of these recordings, which "
        f"have no noise. Beam {BEAM}; faster-whisper with `word_timestamps`."
    )
    section.say(table(["language", "", "start off by: mean, s", "median, s", f"over {LATE_SECONDS} s", "end off by: median, s", "phrases without words"], lines))
    return section


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
