"""Words as they appear while somebody speaks, against LocalAgreement on faster-whisper: the same sound, in real time."""

from __future__ import annotations

import difflib
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median, quantiles

from websockets.sync.client import connect

from . import product, serving, speech, weights
from .java_worker import JavaWorker
from .places import BENCHMARKS, STT_HOME, THREADS, work
from .processes import CommandFailed, end, processor_seconds
from .speech import RATE, Recording, word_error_rate
from .tables import Section, percent, table

SECONDS = 90
PIECE = RATE // 10
PEER = "whisperlivekit==0.2.26"


@dataclass(frozen=True)
class Shown:
    """What a reader sees at a moment, in seconds from the first sample: words that stay, and words that may change."""

    at: float
    final: list[str]
    partial: list[str]

    @property
    def words(self) -> list[str]:
        return self.final + self.partial


@dataclass(frozen=True)
class Stream:
    """One recording, played in real time."""

    shown: list[Shown]
    processor_seconds: float
    tail_seconds: float

    @property
    def text(self) -> str:
        return " ".join(self.shown[-1].final) if self.shown else ""


def streams(folder: Path | None) -> Section:
    """Delays, words and cost of one stream; ours also beside a transcription of an hour."""
    recording = speech.first(folder, SECONDS)
    hour = serving.long_recording(speech.recordings(folder)["en"])
    section = Section("live", "Streams")
    with Peer() as peer:
        offline_words, peer_offline = peer.offline(recording)
        theirs = _line("LocalAgreement on faster-whisper", recording, peer.stream(recording), offline_words, peer_offline, alone=True)
    with product.Server(beam=1) as server:
        our_offline = server.transcribe(recording)[1]
        ours = [_line("**stt** serve", recording, _stream(server, recording), offline_words, our_offline, alone=True)]
        with _busy(lambda: server.transcribe(hour)):
            ours.append(_line("the same, beside a recording of an hour", recording, _stream(server, recording), offline_words, our_offline, alone=False))
            # the server ends with the recording half heard
    with JavaWorker("EncoderWindow", STT_HOME / "cache" / "whisper", weights.ggml(), str(THREADS)) as engine:
        window = median(float(engine.ask("once more")[0]) for _ in range(7))
    section.say(
        f"{recording.clips} clips joined to {recording.seconds:.0f} s, played once in real time, in pieces of 0.1 s. The peer is "
        f"`OnlineASRProcessor` of {PEER.replace('==', ' ')} (LocalAgreement-2, buffers of 15 s) in a loop of its own with faster-whisper "
        "int8, greedy, its own voice filter, at least 0.5 s of new sound a look; stt is heard over its WebSocket. When a word ends is taken from "
        "faster-whisper's word times of the whole recording, for both. Delay: from the end of a word until it is shown at its place, "
        "and until it is final; a correction is a shown word that changes or goes. The tail is what comes after the last sample. "
        "Goals: half the peer's delay at its WER or a lower one, and twice its streams per core, which are counted from the processor time of one. "
        f"Offline WER here: stt {percent(word_error_rate(recording, our_offline))}, faster-whisper {percent(word_error_rate(recording, peer_offline))}. "
        f"Beside a recording a stream waits at most for the window that is being listened to: {window:.2f} s for 30 s of sound on this machine."
    )
    section.say(table(
        ["", "first word, s", "shown: mean, s", "p50", "p95", "final: mean, s", "p50", "p95", "corrections a word", "tail, s", "WER",
         "words unlike offline", "processor s per s of sound", "streams per core"],
        [*ours, theirs]))
    return section


def _line(name: str, recording: Recording, stream: Stream, spoken: list[tuple[str, float]], offline: str, alone: bool) -> list[str]:
    partial, final, first = _delays(stream, spoken)
    cost = stream.processor_seconds / recording.seconds
    unlike = Recording(recording.audio, recording.language, offline, recording.seconds, recording.clips)
    return [
        name, f"{first:.2f}", *_spread(partial), *_spread(final), f"{_corrections(stream):.2f}", f"{stream.tail_seconds:.2f}",
        percent(word_error_rate(recording, stream.text)), percent(word_error_rate(unlike, stream.text)),
        f"{cost:.2f}" if alone else "", f"{1 / cost:.1f}" if alone else "",
    ]


def _spread(seconds: list[float]) -> list[str]:
    cuts = quantiles(seconds, n=20)
    return [f"{mean(seconds):.2f}", f"{cuts[9]:.2f}", f"{cuts[18]:.2f}"]


def _delays(stream: Stream, spoken: list[tuple[str, float]]) -> tuple[list[float], list[float], float]:
    """From the end of each word that both heard alike to its first appearance, and to when it was final; and that of the first word."""
    heard = [_plain(word) for word in stream.shown[-1].final]
    match = difflib.SequenceMatcher(None, [_plain(word) for word, _ in spoken], heard, autojunk=False)
    partial, final = [], []
    for spoken_from, heard_from, length in match.get_matching_blocks():
        for i in range(length):
            ended, place = spoken[spoken_from + i][1], heard_from + i
            partial.append(next(s.at for s in stream.shown if len(s.words) > place and _plain(s.words[place]) == heard[place]) - ended)
            final.append(next(s.at for s in stream.shown if len(s.final) > place) - ended)
    if len(final) < 2:
        raise CommandFailed("hardly a word was heard")
    first = next(s.at for s in stream.shown if s.words) - spoken[0][1]
    return partial, final, first


def _corrections(stream: Stream) -> float:
    count, before = 0, []
    for shown in stream.shown:
        now = [_plain(word) for word in shown.words]
        count += sum(a != b for a, b in zip(before, now)) + max(0, len(before) - len(now))
        before = now
    return count / max(1, len(before))


def _plain(word: str) -> str:
    return "".join(c for c in word.lower() if c.isalnum()) or word


@contextmanager
def _busy(work_beside: Callable[[], object]) -> Iterator[None]:
    """Lets something else be done meanwhile, for as long as it takes; it may break when what it uses ends."""

    def beside() -> None:
        try:
            work_beside()
        except Exception as e:
            print(f"  beside: {e}", file=sys.stderr)

    threading.Thread(target=beside, daemon=True).start()
    time.sleep(5)  # it is at full speed
    yield


def _stream(server: product.Server, recording: Recording) -> Stream:
    """A stream over the server's WebSocket; what its sender does is not counted as the server's work."""
    sound = (speech.pcm(recording.audio) * 32767).astype("<i2").tobytes()
    shown, final = [], []
    with connect(f"ws://127.0.0.1:{server.port}/v1/stream", max_size=None) as socket:
        socket.send(json.dumps({"language": recording.language, "model": product.MODEL}))
        assert json.loads(socket.recv())["status"] == "ready"
        before, started = processor_seconds(server.process.pid), time.monotonic()

        def send() -> None:
            for at in range(0, len(sound), 2 * PIECE):
                piece = sound[at : at + 2 * PIECE]
                time.sleep(max(0, started + (at + len(piece)) / 2 / RATE - time.monotonic()))
                socket.send(piece)
            socket.send(json.dumps({"action": "stop"}))

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        for message in socket:
            update = json.loads(message)
            if update["type"] == "error":
                raise CommandFailed(update["error"])
            final = final + update.get("text", "").split()
            shown.append(Shown(time.monotonic() - started, final, update.get("partial", "").split()))
        tail = time.monotonic() - started - recording.seconds
        return Stream(shown, processor_seconds(server.process.pid) - before, tail)


class Peer:
    """The peer in a process of its own; see live_peer."""

    def __init__(self):
        self._log = work("logs", "live-peer.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "measure.live_peer", str(_peer_package()), str(weights.ctranslate2()), str(THREADS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            env={**os.environ, "PYTHONPATH": str(BENCHMARKS), "OMP_NUM_THREADS": str(THREADS), "HF_HUB_OFFLINE": "1"},
            text=True, encoding="utf-8",
        )

    def offline(self, recording: Recording) -> tuple[list[tuple[str, float]], str]:
        """The words of the whole recording and when they end; and their text."""
        answer = self._ask("offline", recording)
        return [(word, ended) for word, ended in answer["words"]], answer["text"]

    def stream(self, recording: Recording) -> Stream:
        before = processor_seconds(self.process.pid)
        answer = self._ask("stream", recording)
        shown = [Shown(at, final, partial) for at, final, partial in answer["shown"]]
        return Stream(shown, processor_seconds(self.process.pid) - before, answer["tail"])

    def _ask(self, what: str, recording: Recording) -> dict:
        self.process.stdin.write(json.dumps({"do": what, "audio": str(recording.audio), "language": recording.language}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise CommandFailed(f"the peer ended early; see {self._log.name}")
        return json.loads(line)

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        end(self.process, 10)
        self._log.close()


def _peer_package() -> Path:
    """The package unpacked: it wants PyTorch to be installed, which this part of it does not use."""
    folder = work("whisperlivekit", "x").parent
    if not (folder / "whisperlivekit").exists():
        wheels = work("wheels", "x").parent
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(wheels), PEER], check=True)
        with zipfile.ZipFile(next(wheels.glob("whisperlivekit-*.whl"))) as archive:
            archive.extractall(folder)
    return folder
