"""Sections of the page; one that is measured again takes the place of what the page had, and the others stay."""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from .places import PAGE

ORDER = (
    "recognition", "languages", "detection", "words", "decoding", "serving", "live", "overhead", "startup", "upload", "diarization", "pipeline", "noisy", "enhancement",
    "text", "embedding", "understanding", "platform", "operation",
)


def table(head: list[str], lines: list[list[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, rule, *lines])


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def mb(size: float) -> str:
    return f"{size / 1e6:.0f}"


def ratio(seconds: float, peer_seconds: float) -> str:
    return f"{peer_seconds / seconds:.2f}x"


class Section:
    """A heading, paragraphs and tables."""

    def __init__(self, key: str, title: str):
        self.key = key
        self.title = title
        self.parts: list[str] = []
        self.failures: list[str] = []
        self.load = os.getloadavg()[0]

    def say(self, part: str) -> None:
        self.parts.append(part)

    def fail(self, name: str, error: Exception) -> None:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        self.failures.append(f"{name} did not run: {lines[-1][:300]}")
        print(f"  {name}: {error}", file=sys.stderr)

    def keep(self, commit: str, command: str) -> None:
        """Puts the section into the page, with when, of what, where and by which command it was measured."""
        when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        note = f"*{when}, commit {commit}, {_machine()}, load before: {self.load:.1f};* `{command}`"
        sections = _sections()
        sections[self.key] = "\n\n".join([f"## {self.title}", note, *self.parts, *self.failures])
        bodies = [f"{MARK}{key} -->\n{sections[key]}" for key in ORDER if key in sections]
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text("\n\n".join([HEAD.format(peers=_peers()), *bodies]) + "\n")


MARK = "<!-- section "


def _sections() -> dict[str, str]:
    """What the page holds, by the keys of its sections."""
    page = PAGE.read_text() if PAGE.exists() else ""
    found = (part.split(" -->\n", 1) for part in page.split(MARK)[1:])
    return {key: text.strip() for key, text in found}


HEAD = """# Benchmarks

Written by `benchmarks/run`; to measure on your own machine, run it. Under a heading are the machine and the command that measured it
(where there is no command, it was measured before that was noted). Figures of different machines do not compare; ratios do, roughly.

- Peers: {peers}
- Weights: Whisper base, multilingual: the official `ggml-base.bin` (f16) for whisper.cpp, and the same numbers as a
  CTranslate2 folder for faster-whisper, which rounds them to 8 bits as it loads. Two threads for every program.
- Ratios are of figures out of the same run; above 1 means faster than the peer. Memory is the highest sum of resident
  pages of a program and its child processes; pages that two of them share count twice.
- WER: words that are wrong, missing or invented, over the words spoken (`jiwer`), after OpenAI's own normaliser of both
  texts (`whisper-normalizer`: the English one, and the basic one without diacritics for other languages)."""


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
    return f"{model}, {os.cpu_count()} processors, {kilobytes / 1e6:.0f} GB, Linux {platform.release().split('-')[0]}"


def _peers() -> str:
    from . import whisper_cli

    names = ("pywhispercpp", "faster-whisper", "ctranslate2", "imageio-ffmpeg")
    listed = ", ".join(f"{name} {version(name)}" for name in names)
    return f"whisper-cli {whisper_cli.version()} (the same whisper.cpp as ours, built from {whisper_cli.PACKAGE}'s source), {listed}"
