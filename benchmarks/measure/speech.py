"""Speech with known words: what is measured on, and how right an answer is."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import jiwer
import numpy as np
import soundfile
from whisper_normalizer.basic import BasicTextNormalizer
from whisper_normalizer.english import EnglishTextNormalizer

from .places import ROOT, work

RATE = 16000
GAP_SECONDS = 1.0
JFK = (
    "And so, my fellow Americans, ask not what your country can do for you, "
    "ask what you can do for your country."
)
ENGLISH = EnglishTextNormalizer()
OTHER = BasicTextNormalizer(remove_diacritics=True)


@dataclass(frozen=True)
class Clip:
    """A recording and the words in it."""

    audio: Path
    language: str
    text: str


@dataclass(frozen=True)
class Recording:
    """The clips of one language, joined with a second of silence between them; texts are theirs, in order."""

    audio: Path
    language: str
    text: str
    seconds: float
    clips: int
    texts: tuple[str, ...] = ()


def normal(language: str, text: str) -> str:
    """OpenAI's normaliser of the Whisper paper: the English one, or the basic one without diacritics."""
    return ENGLISH(text) if language == "en" else OTHER(text)


def word_error_rate(recording: Recording, heard: str) -> float:
    """Wrong, missing and invented words over the words spoken; both sides normalised."""
    return jiwer.wer(normal(recording.language, recording.text), normal(recording.language, heard))


def spoken_words(recording: Recording) -> int:
    """How many words there are to hear, normalised."""
    return len(normal(recording.language, recording.text).split())


def wrong_words(recording: Recording, heard: str) -> list[int]:
    """Wrong, missing and invented words of each clip, by one alignment of all that was heard; an invented word
    counts for the clip of the spoken word behind it."""
    spoken = [[word for word in normal(recording.language, text).split() if any(map(str.isalnum, word))] for text in recording.texts]
    clip_of = [clip for clip, words in enumerate(spoken) for _ in words]
    wrong = [0] * len(spoken)
    aligned = jiwer.process_words(" ".join(word for words in spoken for word in words), normal(recording.language, heard))
    for chunk in aligned.alignments[0]:
        if chunk.type == "insert":
            wrong[clip_of[min(chunk.ref_start_idx, len(clip_of) - 1)]] += chunk.hyp_end_idx - chunk.hyp_start_idx
        elif chunk.type != "equal":
            for word in range(chunk.ref_start_idx, chunk.ref_end_idx):
                wrong[clip_of[word]] += 1
    return wrong


def interval(differences: list[int]) -> tuple[int, int]:
    """Between what their sum lies in 95 of 100 draws of as many clips, with replacement."""
    drawn = np.random.default_rng(1).choice(np.array(differences), (10_000, len(differences))).sum(axis=1)
    least, most = np.percentile(drawn, (2.5, 97.5))
    return round(least), round(most)


def clips(folder: Path | None) -> list[Clip]:
    """The sample of the repository and, in a folder: lists `NAME.tsv` with rows of file, language,
    seconds, text, and English audio files `NAME.flac` or `NAME.wav` with their words in `NAME.txt`."""
    found = [Clip(ROOT / "samples" / "jfk.flac", "en", JFK)]
    for table in sorted(folder.rglob("*.tsv")) if folder else []:
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.append(Clip(table.parent / row[0], row[1], row[3]))
    for text in sorted(folder.rglob("*.txt")) if folder else []:
        for audio in (text.with_suffix(".flac"), text.with_suffix(".wav")):
            if audio.exists():
                found.append(Clip(audio, "en", text.read_text(encoding="utf-8").strip()))
    return found


def recordings(folder: Path | None) -> dict[str, Recording]:
    """One recording a language, English first."""
    every = clips(folder)
    languages = sorted({clip.language for clip in every}, key=lambda code: (code != "en", code))
    return {code: _join(code, [clip for clip in every if clip.language == code]) for code in languages}


def first(folder: Path | None, seconds: float) -> Recording:
    """So much of English, in whole clips."""
    every = [clip for clip in clips(folder) if clip.language == "en"]
    chosen, length = [], 0.0
    for clip in every:
        if length < seconds:
            chosen.append(clip)
            length += soundfile.info(clip.audio).duration + GAP_SECONDS
    return _join("en", chosen, "en-first")


def _join(language: str, parts: list[Clip], name: str = "") -> Recording:
    sound = []
    for clip in parts:
        samples, rate = soundfile.read(clip.audio, dtype="float32", always_2d=True)
        if rate != RATE:
            raise SystemExit(f"benchmarks: {clip.audio} has {rate} Hz; {RATE} Hz are wanted")
        sound += [samples.mean(axis=1), np.zeros(int(GAP_SECONDS * RATE), np.float32)]
    joined = np.concatenate(sound)
    path = work("audio", f"{name or language}.flac")
    soundfile.write(path, joined, RATE, subtype="PCM_16")
    return Recording(path, language, " ".join(clip.text for clip in parts), len(joined) / RATE, len(parts), tuple(clip.text for clip in parts))


def pcm(audio: Path) -> np.ndarray:
    """The samples of a 16 kHz mono file, float32."""
    samples, rate = soundfile.read(audio, dtype="float32")
    assert rate == RATE and samples.ndim == 1, audio
    return samples
