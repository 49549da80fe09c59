"""What HTTP, decoding and serialisation add to the engine: the same recordings through both, in turn."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import soundfile

from . import engines, product, weights
from .java_worker import JavaWorker
from .places import work
from .speech import GAP_SECONDS, Recording, pcm
from .tables import Section, table

GOAL = 0.03
WARMING, LEAST, PEER = 6, 20, 3

# The paths of a server that has just started are interpreted; recognition warms only its own.
REFUSED = 600


def over_engine(english: Recording, beam: int, repeat: int) -> Section:
    """One row a length."""
    section = Section("overhead", "What the server adds")
    lines = []
    repeat = max(repeat, LEAST)
    with (
        product.Server(beam) as server,
        JavaWorker("BareEngine", product.settings(beam), product.MODEL, beam) as ours,
        engines.Engine("pywhispercpp", weights.ggml(), beam) as peer,
    ):
        for recording in _lengths(english):
            for _ in range(REFUSED):
                server.refuse(recording)
            ways = [lambda: server.transcribe(recording)[0], lambda: _alone(ours, recording)]
            runs = ([], [])
            for turn in range(WARMING + repeat):
                for way in (0, 1) if turn % 2 else (1, 0):  # neither is always the one behind the other
                    seconds = ways[way]()
                    if turn >= WARMING:
                        runs[way].append(seconds)
            whole, engine = map(median, runs)
            bare = median(peer.hear(recording).seconds for _ in range(PEER))
            lines.append([f"{recording.seconds:.0f} s", f"{whole:.3f}", f"{engine:.3f}", f"{_more(whole, engine)}",
                          f"{bare:.3f}", f"{_more(whole, bare)}"])
    section.say(
        f"Beam {beam}; a warm server over loopback, from the first byte sent to the last one read, against the same engine and "
        f"plugin in a process of their own on decoded samples in memory: in turn, in changing order, medians of {repeat} after {WARMING}, "
        f"and after {REFUSED} uploads of the same file that are refused for the name of their model, which warm what is not recognition. Behind "
        f"them pywhispercpp, the library of whisper-cli with its parameters, driven from Python: medians of {PEER}. Goal: under {100 * GOAL:.0f} %."
    )
    section.say(table(["recording", "server, s", "our engine alone, s", "the server adds", "pywhispercpp, s", "over pywhispercpp"], lines))
    return section


def _alone(engine: JavaWorker, recording: Recording) -> float:
    raw = work("audio", recording.audio.stem + ".f32")
    pcm(recording.audio).tofile(raw)
    return float(engine.ask(raw, recording.language)[0])


def _more(whole: float, part: float) -> str:
    return f"{100 * (whole - part) / part:+.1f} %"


def _lengths(english: Recording) -> list[Recording]:
    """The sample alone and a minute; fewer where there is less speech."""
    samples = pcm(english.audio)
    rate = len(samples) / english.seconds
    seconds = sorted({min(length, english.seconds) for length in (11 + GAP_SECONDS, 60.0)})
    cut = []
    for length in seconds:
        path: Path = work("audio", f"en-{length:.0f}.flac")
        soundfile.write(path, samples[: int(length * rate)], int(rate), subtype="PCM_16")
        cut.append(Recording(path, "en", "", length, 0))
    return cut
