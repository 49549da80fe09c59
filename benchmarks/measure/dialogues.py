"""Recordings of which is known who speaks when: those of a folder, and dialogues made of single voices."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .speech import RATE, pcm

Turn = tuple[float, float, str]

# One voice a language. Spanish is left out: it sounds like the English prompts' speaker (cosine of
# their mean CAM++ prints 0.69, where other pairs have 0.08 to 0.46), so there is no truth to score by.
DIALOGUES = {"one": ["en"], "two": ["en", "fr"], "three": ["fr", "it", "ru"], "four": ["en", "fr", "it", "ru"]}
PHRASES = 30


@dataclass(frozen=True)
class Dialogue:
    group: str
    name: str
    samples: np.ndarray
    turns: list[Turn]

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


def dialogues(folder: Path) -> list[Dialogue]:
    """Each `NAME.flac` with a `NAME.rttm` beside it, in the group of its folder; and what is made of the lists."""
    found = []
    for truth in sorted(folder.rglob("*.rttm")):
        audio = truth.with_suffix(".flac")
        if audio.exists():
            found.append(Dialogue(truth.parent.name, truth.stem, pcm(audio), _rttm(truth)))
    joined = [dialogue for dialogue in found if dialogue.group == "meetings"]
    if joined:
        found.append(_joined(joined))
    voices = {table.stem: _voice(table) for table in sorted(folder.rglob("*.tsv"))}
    random = np.random.default_rng(7)
    for name, languages in DIALOGUES.items():
        if all(language in voices for language in languages):
            found.append(_dialogue(name, {language: voices[language] for language in languages}, random))
    return found


def _rttm(path: Path) -> list[Turn]:
    lines = [line.split() for line in path.read_text().splitlines()]
    return [(float(f[3]), float(f[3]) + float(f[4]), f[7]) for f in lines if f and f[0] == "SPEAKER"]


def _joined(parts: list[Dialogue]) -> Dialogue:
    at, turns = 0.0, []
    for part in parts:
        turns += [(start + at, end + at, who) for start, end, who in part.turns]
        at += part.seconds
    return Dialogue("meetings joined", "joined", np.concatenate([part.samples for part in parts]), turns)


def _voice(table: Path) -> list[np.ndarray]:
    with table.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [pcm(table.parent / row[0]) for row in rows]


def _dialogue(name: str, voices: dict[str, list[np.ndarray]], random: np.random.Generator) -> Dialogue:
    """Phrases of voices by chance, 0.4 s of overlap to 0.6 s of pause between them, noise at -60 dBFS; no phrase twice."""
    left = {who: list(phrases) for who, phrases in voices.items()}
    sound, turns, at = np.zeros(0, np.float32), [], 0
    for _ in range(PHRASES):
        who = list(left)[random.integers(len(left))]
        if not left[who]:
            continue
        phrase = left[who].pop(0)
        turns += [(start + at / RATE, end + at / RATE, who) for start, end in heard(phrase)]
        sound = np.pad(sound, (0, max(0, at + len(phrase) - len(sound))))
        sound[at : at + len(phrase)] += phrase
        at = max(0, at + len(phrase) + int(random.uniform(-0.4, 0.6) * RATE))
    noise = random.normal(0, 1e-3, len(sound))
    return Dialogue("prompts joined", name, (sound + noise).astype(np.float32), turns)


def heard(phrase: np.ndarray) -> list[tuple[float, float]]:
    """Where a clean phrase is not silent: less than 38 dB below its loudest 10 ms, pauses under 0.3 s bridged."""
    frames = phrase[: len(phrase) // 160 * 160].reshape(-1, 160)
    level = 10 * np.log10((frames**2).mean(1) + 1e-10)
    loud = np.flatnonzero(level > max(level.max() - 38, -60))
    parts = np.split(loud, np.flatnonzero(np.diff(loud) > 30) + 1)
    return [(part[0] / 100, (part[-1] + 1) / 100) for part in parts if len(part) > 5]
