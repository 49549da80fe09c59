"""How soon words of a stream appear, how often they change, and what a stream costs."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from statistics import mean

import numpy as np

from .product import MODEL, Server
from .speech import RATE, Recording, pcm, word_error_rate
from .tables import Section, table
from .websocket import WebSocket

SLICE_SECONDS = 0.1
MOST_SECONDS = 120


@dataclass
class Heard:
    """What one stream said; times in seconds from its first sample."""

    finals: list[str] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    final_at: list[float] = field(default_factory=list)
    shown_at: list[float] = field(default_factory=list)
    partials: int = 0
    corrections: int = 0
    tail_seconds: float = 0


def live(speech: Recording) -> Section:
    section = Section("live", "Live")
    sound = pcm(speech.audio)[: MOST_SECONDS * RATE]
    whole = len(sound) == len(pcm(speech.audio))
    with Server(beam=1) as server:
        play(server.port, sound[: 10 * RATE], speech.language)  # loads the model
        before = processor_seconds(server.process.pid)
        heard = play(server.port, sound, speech.language)
        cost = processor_seconds(server.process.pid) - before
        offline = server.transcribe(speech)[1] if whole else None
    partial = [at - end for at, end in zip(heard.shown_at, heard.ends)]
    final = [at - end for at, end in zip(heard.final_at, heard.ends)]
    section.say(
        f"{len(sound) / RATE:.0f} s of English over `/v1/stream` at the speed of speech, slices of 100 ms, `{MODEL}`, two threads. "
        "Delay: from the end of a word, as its final message has it, to the message in which as many words are first shown. "
        "Corrections: words of a partial that the next message shows otherwise, for each word of the final text. "
        "There is no peer in this run."
    )
    rows = [
        ["first shown", f"{mean(partial):.2f}", f"{percentile(partial):.2f}"],
        ["final", f"{mean(final):.2f}", f"{percentile(final):.2f}"],
    ]
    section.say(table(["delay, s", "mean", "95th percentile"], rows))
    words = max(1, len(heard.ends))
    rest = [
        ["corrections per word shown", f"{heard.corrections / words:.2f}"],
        ["tail after stop, s", f"{heard.tail_seconds:.2f}"],
        ["processor seconds per second of stream", f"{cost / (len(sound) / RATE):.2f}"],
    ]
    if whole and offline is not None:
        rest.append(["WER, live", f"{100 * word_error_rate(speech, ' '.join(heard.finals)):.1f} %"])
        rest.append(["WER, the same model offline, greedy", f"{100 * word_error_rate(speech, offline):.1f} %"])
    section.say(table(["", ""], rest))
    return section


def play(port: int, sound: np.ndarray, language: str) -> Heard:
    """Streams at the speed of speech."""
    heard = Heard()
    connection = WebSocket(port, f"/v1/stream?model={MODEL}&language={language}")
    assert (connection.receive() or {}).get("type") == "ready"
    began = time.monotonic()
    reader = threading.Thread(target=_read, args=(connection, heard, began))
    reader.start()
    samples = (np.clip(sound, -1, 1) * 32767).astype("<i2")
    step = int(SLICE_SECONDS * RATE)
    for at in range(0, len(samples), step):
        due = began + min(len(samples), at + step) / RATE
        time.sleep(max(0, due - time.monotonic()))
        connection.send(samples[at : at + step].tobytes())
    connection.send(b"")
    stopped = time.monotonic()
    reader.join()
    heard.tail_seconds = time.monotonic() - stopped
    connection.close()
    return heard


def _read(connection: WebSocket, heard: Heard, began: float) -> None:
    shown: list[str] = []
    while (message := connection.receive()) is not None:
        now = time.monotonic() - began
        words = message.get("text", "").split()
        if message["type"] == "partial":
            heard.partials += 1
            heard.corrections += sum(a != b for a, b in zip(shown, words)) + max(0, len(shown) - len(words))
            shown = words
            heard.shown_at += [now] * max(0, len(heard.ends) + len(words) - len(heard.shown_at))
        elif message["type"] == "transcript":
            heard.corrections += sum(a != b for a, b in zip(shown, words))
            shown = shown[len(words) :]
            heard.finals.append(message["text"])
            heard.ends += [word["end"] for word in message["words"]]
            heard.final_at += [now] * len(message["words"])
            heard.shown_at += [now] * max(0, len(heard.ends) - len(heard.shown_at))


def percentile(values: list[float]) -> float:
    return float(np.percentile(values, 95))


def processor_seconds(pid: int) -> float:
    """User and system time of the server so far; the launcher becomes the JVM."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
