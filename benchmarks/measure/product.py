"""The program itself: its command line, and its server on loopback."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import time
from pathlib import Path

from .places import ROOT, STT, STT_HOME, THREADS, work
from .processes import CommandFailed, Finished, end, run
from .speech import Recording

MODEL = "base"


def build() -> str:
    """Builds the program if its sources changed, so that no measurement contains it; gives its version."""
    return run([STT, "--version"], 1800).stdout.strip()


def commit() -> str:
    return run(["git", "-C", ROOT, "describe", "--always", "--dirty", "--abbrev=10"]).stdout.strip()


def settings(beam: int, align: bool = True, precision: str = "int8") -> Path:
    """A settings file with the decoding and the threads that the peers have too."""
    path = work("settings", f"beam-{beam}{'' if align else '-unaligned'}-{precision}.yml")
    path.write_text(
        f"transcription:\n  beam_size: {beam}\ndevice:\n  threads: {THREADS}\n"
        f"models:\n  release_after: 0s\nwhisper_cpp:\n  align_words: {str(align).lower()}\n"
        f"whisper:\n  precision: {precision}\n"
        "access:\n  anonymous:\n    enabled: false\n"  # else the fourth request of a day were refused
    )
    return path


def transcribe(recording: Recording, beam: int, align: bool = True, precision: str = "int8") -> tuple[Finished, str]:
    """./stt transcribe, as a user types it."""
    done = run(
        [STT, "transcribe", "--model", MODEL, "--language", recording.language, "--config", settings(beam, align, precision), recording.audio],
        env={"STT_HOME": str(STT_HOME)},
    )
    return done, done.stdout


class Server:
    """./stt serve on a free port of loopback, from its start to its stop."""

    def __init__(
        self, beam: int = 5, java_options: str = "", limit_seconds: float = 60, home: Path = STT_HOME,
        config: Path | None = None,
    ):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._log = work("logs", "serve.log").open("w")
        started = time.monotonic()
        self.process = subprocess.Popen(
            [str(STT), "serve", "--port", str(self.port), "--config", str(config or settings(beam))],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "STT_HOME": str(home), "STT_JAVA_OPTIONS": java_options},
        )
        while not self._healthy():
            if self.process.poll() is not None or time.monotonic() - started > limit_seconds:
                end(self.process, 5)
                raise CommandFailed(f"./stt serve did not answer; see {self._log.name}")
            time.sleep(0.01)
        self.ready_seconds = time.monotonic() - started

    def _healthy(self) -> bool:
        try:
            return self.request("GET", "/health", limit_seconds=5)[0] == 200
        except OSError:
            return False

    def request(self, method: str, path: str, body=None, headers: dict | None = None, limit_seconds: float = 900) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=limit_seconds)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as e:
            raise OSError(str(e)) from e
        finally:
            connection.close()

    def transcribe(self, recording: Recording) -> tuple[float, str]:
        """Uploads a recording; gives the seconds that the client waited, and the text."""
        seconds, answer = self.hear_file(recording.audio, recording.language)
        return seconds, answer["text"]

    def hear_file(self, audio: Path, language: str) -> tuple[float, dict]:
        """Uploads a file; gives the seconds that the client waited, and the answer. Without speakers, as the peers and the command."""
        seconds, status, answer = self._upload(audio, {"model": MODEL, "language": language, "diarize": "false"})
        if status != 200:
            raise CommandFailed(f"the server answered {status}: {answer[:500]!r}")
        return seconds, json.loads(answer)

    def refuse(self, recording: Recording) -> None:
        """Uploads a recording for a model that nobody knows."""
        _, status, answer = self._upload(recording.audio, {"model": "nobody-knows-it"})
        if status != 400:
            raise CommandFailed(f"the server answered {status}: {answer[:500]!r}")

    def _upload(self, audio: Path, fields: dict) -> tuple[float, int, bytes]:
        head, tail, content_type = multipart(audio.name, fields)
        body = head + audio.read_bytes() + tail
        started = time.monotonic()
        status, answer = self.request("POST", "/v1/transcribe", body, {"Content-Type": content_type})
        return time.monotonic() - started, status, answer

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        end(self.process)
        self._log.close()


def multipart(name: str, fields: dict[str, str]) -> tuple[bytes, bytes, str]:
    """What goes before and after a file in a form, and the form's content type."""
    mark = "benchmark-7d1f"
    head = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    )
    head += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    head += "Content-Type: application/octet-stream\r\n\r\n"
    return head.encode(), f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def jdk() -> Path:
    """The JDK that the launcher runs the program with."""
    return Path(re.sub(r"\s+$", "", run([STT, "jdk"]).stdout))


def libraries() -> Path:
    """The folder of the jars that the launcher runs."""
    return ROOT / "config" / "target" / "stt" / "lib"
