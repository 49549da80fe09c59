"""What is written where nobody speaks, and which language is heard: each program finds out by itself whether and in which language somebody speaks."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import jiwer
import numpy as np
import soundfile

from . import engines, product, weights, whisper_cli
from .places import ROOT, work
from .speech import JFK, RATE, Clip, clips, normal
from .tables import Section, percent, table

# Of each language; one after the other they take whisper-cli some two seconds each.
MOST_CLIPS = 20

Listener = Callable[[list[Path]], list[tuple[str, str]]]
"""From files to the language and the text of each."""


def _ours(files: list[Path]) -> list[tuple[str, str]]:
    with product.Server(1) as server:
        answers = [server.hear_file(file, "auto")[1] for file in files]
    return [(answer["language"], answer["text"]) for answer in answers]


def _engine(name: str) -> Listener:
    def listen(files: list[Path]) -> list[tuple[str, str]]:
        with engines.Engine(name, weights.ctranslate2(), 1) as engine:
            heard = [engine.hear_file(file, None) for file in files]
        return [(each.language, each.text) for each in heard]

    return listen


def _cli(*more: str | Path) -> Listener:
    return lambda files: whisper_cli.hear_files(whisper_cli.packaged_libraries(), weights.ggml(), files, 1, *more)


def _listeners() -> dict[str, Listener]:
    return {
        "**stt** serve": _ours,
        "whisper-cli": _cli(),
        "whisper-cli with Silero": _cli("--vad", "--vad-model", whisper_cli.voice_activity()),
        "faster-whisper int8": _engine("faster-whisper"),
        "faster-whisper int8 with Silero": _engine("faster-whisper-vad"),
    }


def languages_and_silence(folder: Path | None) -> Section:
    section = Section("detection", "Invented words, and which language")
    sounds, spoken = _sounds(), _some(clips(folder))
    files = [*sounds.values(), *(clip.audio for clip in spoken)]
    invented, right = [], []
    for name, listen in _listeners().items():
        started = time.monotonic()
        try:
            heard = listen(files)
        except Exception as e:  # a peer that cannot run must not take the others' rows with it
            section.fail(name, e)
            continue
        print(f"  {name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
        invented.append([name, *(str(_extra(sound, text)) for sound, (_, text) in zip(sounds, heard))])
        right.append([name, *_by_language(spoken, heard[len(sounds):])])
    section.say("Greedy, defaults otherwise; nobody is told a language. Words that were written and not spoken (goal: none):")
    section.say(table(["", *sounds], invented))
    counts = Counter(clip.language for clip in spoken)
    section.say(
        f"Clips by themselves ({', '.join(f'{count} {code}' for code, count in counts.items())}; some of a single word): "
        "those whose language was right, and the word error rate."
    )
    section.say(table(["", *(f"{code}{what}" for code in counts for what in ("", " WER")), "all", "all WER"], right))
    return section


def _some(every: list[Clip]) -> list[Clip]:
    """Up to so many of each language, from all over the list."""
    chosen = []
    for language in dict.fromkeys(clip.language for clip in every):
        of_it = [clip for clip in every if clip.language == language]
        chosen += of_it[:: max(1, -(-len(of_it) // MOST_CLIPS))]
    return chosen


def _by_language(spoken: list[Clip], heard: list[tuple[str, str]]) -> list[str]:
    cells, all_right, said, written = [], 0, [], []
    for language in dict.fromkeys(clip.language for clip in spoken):
        pairs = [(clip, found, text) for clip, (found, text) in zip(spoken, heard) if clip.language == language]
        right = sum(found == language for _, found, _ in pairs)
        truth, texts = [normal(language, clip.text) for clip, _, _ in pairs], [normal(language, text) for _, _, text in pairs]
        cells += [f"{right}/{len(pairs)}", percent(jiwer.wer(truth, texts))]
        all_right += right
        said += truth
        written += texts
    return [*cells, f"{all_right}/{len(spoken)}", percent(jiwer.wer(said, written))]


def _extra(sound: str, text: str) -> int:
    """Words that nobody spoke: all, or those beside the ones of the sample's speaker."""
    if sound == SPEECH:
        return jiwer.process_words(normal("en", JFK), normal("en", text)).insertions
    return len(normal("en", text).split())


SPEECH = "10 s of speech, 50 s of silence"


def _sounds() -> dict[str, Path]:
    """The sounds of the test NothingInventedIT."""
    seconds, random = 30, np.random.default_rng(7)
    at = np.arange(seconds * RATE) / RATE
    noise = random.uniform(-1, 1, len(at))
    rumble = np.zeros(len(at))
    for n in range(1, len(at)):
        rumble[n] = 0.995 * rumble[n - 1] + 0.01 * noise[n]
    chord = sum(np.sin(2 * np.pi * f * at) for f in (261.6, 329.6, 392.0)) / 3
    sample, _ = soundfile.read(ROOT / "samples" / "jfk.flac")
    sounds = {
        "silence": 0 * at, "noise, -40 dBFS": 10 ** (-40 / 20) * noise, "noise, -12 dBFS": 10 ** (-12 / 20) * noise,
        "tone": 10 ** (-12 / 20) * np.sin(2 * np.pi * 440 * at), "chord": 10 ** (-12 / 20) * chord, "rumble": rumble,
        SPEECH: np.concatenate([sample, np.zeros(50 * RATE)]),
    }
    files = {}
    for number, (name, samples) in enumerate(sounds.items()):
        files[name] = work("audio", f"unspoken-{number}.wav")
        soundfile.write(files[name], samples, RATE, subtype="PCM_16")
    return files
