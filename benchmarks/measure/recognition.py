"""Speed, words and memory against the peers: each a whole process, and we also as a warm server."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from . import engines, product, weights, whisper_cli
from .processes import MemoryWatch
from .speech import Recording, interval, spoken_words, word_error_rate, wrong_words
from .tables import Section, mb, percent, ratio, table

BEAMS = (5, 1)

# What int8 may cost in words, as a share of them.
MOST_LOST_TO_INT8 = 0.005


@dataclass
class Row:
    """What one program did in every repetition; only_seconds is transcription without start and load."""

    name: str
    whole_seconds: list[float] = field(default_factory=list)
    only_seconds: list[float] = field(default_factory=list)
    peak_bytes: list[int] = field(default_factory=list)
    text: str = ""

    def add(self, whole: float | None, only: float | None, peak: int, text: str) -> None:
        if whole is not None:
            self.whole_seconds.append(whole)
        if only is not None:
            self.only_seconds.append(only)
        self.peak_bytes.append(peak)
        self.text = text


Trial = Callable[[Recording, int], tuple[float | None, float | None, int, str]]


def _cli(libraries: Callable[[], list[Path]], *more: str) -> Trial:
    def trial(recording: Recording, beam: int):
        done, only, text = whisper_cli.transcribe(libraries(), weights.ggml(), recording, beam, *more)
        return done.seconds, only, done.peak_bytes, text

    return trial


def _engine(name: str, folder: Callable[[], Path]) -> Trial:
    def trial(recording: Recording, beam: int):
        seconds, peak, heard = engines.once(name, folder(), recording, beam)
        return seconds, heard.seconds, peak, heard.text

    return trial


def _our_command(align: bool, precision: str = "int8") -> Trial:
    def trial(recording: Recording, beam: int):
        done, text = product.transcribe(recording, beam, align, precision)
        return done.seconds, None, done.peak_bytes, text

    return trial


def _our_server(recording: Recording, beam: int):
    with product.Server(beam) as server, MemoryWatch(server.process.pid) as memory:
        server.transcribe(recording)  # loads the weights and warms up
        seconds, text = server.transcribe(recording)
        return None, seconds, memory.peak_bytes, text


OURS = "**stt** transcribe"
IN_FP32 = "**stt** transcribe, fp32"
UNALIGNED = "**stt** transcribe, `align_words: false`"
OUR_SERVER = "**stt** serve, warm"
PROGRAM = {OURS, IN_FP32, UNALIGNED, OUR_SERVER}
SAME_LIBRARY = "whisper-cli, packaged library"
OWN_LIBRARY = "whisper-cli, built for this processor"


def _trials() -> dict[str, Trial]:
    return {
        OURS: _our_command(True),
        UNALIGNED: _our_command(False),
        OUR_SERVER: _our_server,
        SAME_LIBRARY: _cli(whisper_cli.packaged_libraries),
        OWN_LIBRARY: _cli(whisper_cli.own_libraries),
        "pywhispercpp (the bare engine)": _engine("pywhispercpp", weights.ggml),
        "faster-whisper int8": _engine("faster-whisper", weights.ctranslate2),
        "faster-whisper int8, batched": _engine("faster-whisper-batched", weights.ctranslate2),
    }


def english(recording: Recording, repeat: int, without: set[str]) -> Section:
    """The speed table."""
    section = Section("recognition", "Recognition, English")
    section.say(f"{recording.clips} clips joined to {recording.seconds:.0f} s. Medians of {repeat}, the programs in turn.")
    section.say(
        "stt gives every word its times by aligning attention with sound (DTW), which the peers' runs here do not; "
        "`align_words: false` is without."
    )
    for beam in BEAMS:
        rows = {name: Row(name) for name in _trials() if name not in without}
        for _ in range(repeat):
            for name, trial in _trials().items():
                if name in rows:
                    _try(rows, name, trial, recording, beam, section)
        section.say(f"### {'Greedy' if beam == 1 else f'Beam search, {beam}'}")
        section.say(_speed_table(list(rows.values()), recording))
    return section


def _try(rows: dict[str, Row], name: str, trial: Trial, recording: Recording, beam: int, section: Section) -> None:
    started = time.monotonic()
    try:
        rows[name].add(*trial(recording, beam))
        print(f"  {name}, beam {beam}: {time.monotonic() - started:.1f} s", file=sys.stderr)
    except Exception as e:  # a peer that cannot run must not take the others' rows with it
        section.fail(name, e)
        del rows[name]


def _speed_table(rows: list[Row], recording: Recording) -> str:
    by_name = {row.name: row for row in rows}
    base = by_name.get(SAME_LIBRARY)
    lines = []
    for row in rows:
        whole = median(row.whole_seconds) if row.whole_seconds else None
        only = median(row.only_seconds) if row.only_seconds else None
        lines.append([
            row.name,
            f"{whole:.1f}" if whole else "",
            f"{only:.1f}" if only else "",
            f"{(whole or only) / recording.seconds:.3f}",
            f"{recording.seconds / (whole or only):.1f}",
            ratio(whole, median(base.whole_seconds)) if base and whole else
            ratio(only, median(base.only_seconds)) if base and only else "",
            percent(word_error_rate(recording, row.text)),
            mb(max(row.peak_bytes)),
        ])
    return table(
        ["", "whole process, s", "transcription, s", "real-time factor", "x real time",
         "speed against whisper-cli", "WER", "peak memory, MB"], lines)


def languages(recordings: dict[str, Recording], without: set[str]) -> Section:
    """Words only, one run each."""
    section = Section("languages", "Words, by language")
    trials = {OURS: _our_command(True), IN_FP32: _our_command(True, "fp32"), **_trials()}
    names = [name for name in (OURS, IN_FP32, SAME_LIBRARY, "faster-whisper int8") if name not in without]
    columns = [(name, beam) for beam in BEAMS for name in names]
    lines, wrong, failed = [], [0.0] * len(columns), set()
    rates: dict[tuple[str, str, int], float] = {}
    texts: dict[tuple[str, str, int], str] = {}
    for code, recording in recordings.items():
        line = [code, f"{recording.seconds:.0f}"]
        for at, (name, beam) in enumerate(columns):
            rows = {name: Row(name)}
            _try(rows, name, trials[name], recording, beam, section)
            if name in rows:
                rate = word_error_rate(recording, rows[name].text)
                rates[code, name, beam] = rate
                texts[code, name, beam] = rows[name].text
                wrong[at] += rate * spoken_words(recording)
                line.append(percent(rate))
            else:
                failed.add(at)
                line.append("")
        lines.append(line)
    words = sum(spoken_words(recording) for recording in recordings.values())
    lines.append(["all", f"{sum(recording.seconds for recording in recordings.values()):.0f}",
                  *("" if at in failed else percent(wrong[at] / words) for at in range(len(columns)))])
    section.say(f"Word error rate; the language is given. {words} words were spoken in all, so one word in a language of 300 is 0.3 %.")
    section.say(table(["language", "seconds", *(f"{name}, {'greedy' if beam == 1 else f'beam {beam}'}" for name, beam in columns)], lines))
    if {OURS, IN_FP32} <= set(names):
        section.say(worse_than_fp32(rates))
    for name in (SAME_LIBRARY, "faster-whisper int8", IN_FP32):
        if {OURS, name} <= set(names):
            clips = clip_by_clip(recordings, texts, name)
            if clips:
                section.say(f"### Against {name}, clip by clip")
                section.say(clips)
    return section


def clip_by_clip(recordings: dict[str, Recording], texts: dict[tuple[str, str, int], str], peer: str) -> str:
    """Where our and a peer's words differ by more than chance; empty when nothing can be compared; texts by language, program and beam."""
    lines = []
    for beam in BEAMS:
        of_all: list[tuple[int, int]] = []
        for code, recording in recordings.items():
            if (code, OURS, beam) in texts and (code, peer, beam) in texts:
                both = [wrong_words(recording, texts[code, name, beam]) for name in (OURS, peer)]
                pairs = list(zip(*both, strict=True))
                of_all += pairs
                lines.append(_paired(code, beam, pairs))
        if of_all:
            lines.append(_paired("all", beam, of_all))
    if not lines:
        return ""
    return (
        "Wrong, missing and invented words, and how many more or fewer than the other's; 95 % of 10,000 draws of as many clips, with replacement, have a "
        "difference in the interval. Where 0 lies in it, this much speech cannot tell which of the two is better.\n\n"
        + table(["language", "", "clips", "**stt**", "the other", "difference", "95 % interval", "clips with fewer", "with more"], lines)
    )


def _paired(code: str, beam: int, pairs: list[tuple[int, int]]) -> list[str]:
    differences = [ours - theirs for ours, theirs in pairs]
    least, most = interval(differences)
    return [
        code, "greedy" if beam == 1 else f"beam {beam}", str(len(pairs)), str(sum(ours for ours, _ in pairs)), str(sum(theirs for _, theirs in pairs)),
        f"{sum(differences):+d}", f"{least:+d} to {most:+d}",
        str(sum(difference < 0 for difference in differences)), str(sum(difference > 0 for difference in differences)),
    ]


def worse_than_fp32(rates: dict[tuple[str, str, int], float]) -> str:
    """Where int8, the default, costs more words than it may; rates of errors by language, program and beam."""
    worse = [
        f"{code} ({'greedy' if beam == 1 else f'beam {beam}'}: {percent(rate)} against {percent(rates[code, IN_FP32, beam])})"
        for (code, name, beam), rate in rates.items()
        if name == OURS and (code, IN_FP32, beam) in rates and rate - rates[code, IN_FP32, beam] > MOST_LOST_TO_INT8
    ]
    if worse:
        return f"**int8 is more than {100 * MOST_LOST_TO_INT8:g} points worse than fp32 in: {', '.join(worse)}.**"
    return f"int8, the default, is nowhere more than {100 * MOST_LOST_TO_INT8:g} points worse than fp32."
