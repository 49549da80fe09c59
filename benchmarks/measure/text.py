"""How fast a language model reads and writes, against llama.cpp's own server (package xllamacpp) on the same file."""

from __future__ import annotations

import json
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter

import xllamacpp

from .java_worker import JavaWorker
from .places import STT, STT_HOME, THREADS
from .processes import run
from .tables import Section, ratio, table

MODEL = "smollm2-135m-instruct"
CALLERS = (1, 4, 16)
WRITTEN = 64
READ = "The committee of the town met about the water again, and nobody knew who was to pay for it. " * 20


def language_model(repeat: int) -> Section:
    section = Section("text", "Language models")
    run([STT, "models", "pull", MODEL], env={"STT_HOME": str(STT_HOME)})
    [weights] = (STT_HOME / "models" / MODEL).glob("gguf-*")
    lines = []
    with JavaWorker("TextSpeed", STT_HOME, weights, str(THREADS)) as ours:
        peer = Peer(weights)
        left = sorted([float(ours.ask("leave", READ * 12)[0]) for _ in range(21)][1:])  # the first warms it up
        for tokens, prompt, what in ((WRITTEN, "Once upon a time", "written"), (1, READ, "read")):
            for callers in CALLERS:
                mine, theirs = [], []
                for _ in range(repeat + 1):  # the first warms both
                    mine.append(float(ours.ask(str(callers), str(tokens), prompt)[0]))
                    theirs.append(peer.speed(callers, tokens, prompt))
                a, b = median(mine[1:]), median(theirs[1:])
                lines.append([f"{what}, {callers} at once", f"{a:.1f}", f"{b:.1f}", ratio(b, a)])
    section.say(
        f"{MODEL}, {THREADS} threads, {WRITTEN} tokens written by each caller or a prompt of some 400 read, greedy, every prompt new to the cache; tokens a second of all "
        f"callers together, medians of {repeat}, in turn. Ours: the engine in its process, which chooses the number of threads step by step. Theirs: llama.cpp's server over loopback."
    )
    section.say(table(["", "**stt**", f"xllamacpp {xllamacpp.__version__}", "speed against it"], lines))
    section.say(
        f"A caller who leaves while a prompt of some 5,000 tokens is being read: the next one has its first token after {median(left):.0f} ms (median of {len(left)}; "
        f"at most {left[-1]:.0f} ms; goal: 100 ms)."
    )
    return section


class Peer:
    """llama.cpp's server in this process."""

    def __init__(self, weights: Path):
        params = xllamacpp.CommonParams()
        params.model.path = str(weights)
        params.n_parallel, params.n_ctx, params.kv_unified = 16, 16384, True
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = THREADS
        self._server = xllamacpp.Server(params)
        self._rounds = 0

    def speed(self, callers: int, tokens: int, prompt: str) -> float:
        self._rounds += 1
        started = perf_counter()
        with ThreadPoolExecutor(callers) as pool:
            done = sum(pool.map(lambda i: self._ask(f"Number {self._rounds}-{i}: {prompt}", tokens), range(callers)))
        return done / (perf_counter() - started)

    def _ask(self, prompt: str, tokens: int) -> int:
        body = json.dumps({"prompt": prompt, "n_predict": tokens, "ignore_eos": True, "temperature": 0, "cache_prompt": False}).encode()
        request = urllib.request.Request(f"{self._server.listening_address}/completion", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=600) as answer:
            done = json.load(answer)
        return done["tokens_evaluated"] if tokens == 1 else done["tokens_predicted"]


if __name__ == "__main__":
    print(language_model(int(sys.argv[1])).text)
