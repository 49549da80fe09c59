"""What is understood of texts: passages found for questions, the summary of an hour, what is redacted."""

from __future__ import annotations

import json
import os
from itertools import count
from time import perf_counter

from . import product
from .java_worker import JavaWorker
from .places import BENCHMARKS, ROOT, STT, STT_HOME, THREADS, work
from .processes import CommandFailed, run
from .tables import Section, percent, table

EMBEDDER, WRITER = "all-minilm-l6-v2", "smollm2-135m-instruct"
KEY = "stt_operator_key_of_the_benchmark"
CONVERSATIONS = BENCHMARKS / "conversations"
SENTENCES = ROOT / "application" / "src" / "test" / "resources" / "ai" / "stt" / "app" / "pii" / "sentences.txt"
CHARACTERS_AN_HOUR = 54_000  # 15 a second, about 9,500 words


def understanding() -> Section:
    section = Section("understanding", "What is understood of texts")
    for model in (EMBEDDER, WRITER):
        run([STT, "models", "pull", model], env={"STT_HOME": str(STT_HOME)})
    _retrieval(section)
    _hour(section)
    _redaction(section)
    return section


def _retrieval(section: Section) -> None:
    with JavaWorker("Retrieval", product.settings(5), EMBEDDER, CONVERSATIONS) as program:
        passages, questions, *found, many, compare, search = program.ask("")
    half = int(questions) // 2
    recall = [[name, f"{found[way]} of {questions}", percent(int(found[way]) / int(questions)), f"{found[3 + way]} of {half}"] for way, name in
              enumerate(("words (BM25)", "meaning (all-MiniLM-L6-v2)", "both (sum of normalised scores), as the chat does"))]
    section.say(
        f"### Passages for questions\n\nTen conversations (`benchmarks/conversations`) as one transcript of {passages} passages, and {questions} questions, many in other "
        "words than the answer. Conversations and questions were written for this, by the authors of the search. Found: a passage that holds the answer is among the first five. "
        "How much meaning counts in the sum was chosen with the other half of the questions."
    )
    section.say(table(["by", "found", "recall@5", "of every second question"], recall))
    section.say(
        f"Ten hours of talk are {many} passages: comparing the question's vector with all of theirs takes {compare} ms (goal: 20 ms), the whole search by words and meaning "
        f"{search} ms (medians of 41)."
    )


def _hour(section: Section) -> None:
    os.environ["STT_API_KEYS"] = KEY
    settings = work("settings", "text.yml")
    settings.write_text(f"device: {{threads: {THREADS}}}\ntext: {{generation_model: {WRITER}}}\n")
    chosen = work("settings", "no-writer.yml")
    chosen.write_text(f"device: {{threads: {THREADS}}}\ntext: {{generation_model: ''}}\n")
    lines = []
    for name, config in (("chosen from the text (extractive, with vectors)", chosen), (f"written by {WRITER}", settings)):
        with product.Server(config=config) as server:
            _summary(server, "We met. We talked about the water. We left.")  # loads the models
            seconds, answer = _summary(server, _text())
        lines.append([name, f"{seconds:.1f}", str(len(answer["summary"]))])
    section.say(
        f"### The summary of an hour\n\n`POST /v1/summarize`, style brief, of {CHARACTERS_AN_HOUR:,} characters of conversation (an hour), {THREADS} threads, models loaded; once. "
        "SmolLM2 shows what the way takes; what it writes is worth nothing."
    )
    section.say(table(["", "seconds", "characters of the summary"], lines))


def _text() -> str:
    turns = [line for file in sorted(CONVERSATIONS.glob("*.txt")) for line in file.read_text().splitlines()]
    text, size = [], 0
    for number in count():
        line = turns[number % len(turns)] + (f" That was number {number}." if number >= len(turns) else "")
        text.append(line)
        size += len(line) + 1
        if size > CHARACTERS_AN_HOUR:
            return "\n".join(text)[:CHARACTERS_AN_HOUR]
    raise AssertionError


def _summary(server: product.Server, text: str) -> tuple[float, dict]:
    body = json.dumps({"text": text}).encode()
    started = perf_counter()
    status, answer = server.request("POST", "/v1/summarize", body, {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"})
    seconds = perf_counter() - started
    if status != 200:
        raise CommandFailed(f"the server answered {status}: {answer[:300]!r}")
    return seconds, json.loads(answer)


def _redaction(section: Section) -> None:
    with JavaWorker("RedactionRates", SENTENCES) as program:
        sentences, *rates = program.ask("")
    counts = [(name, *map(int, numbers)) for name, *numbers in (rate.split() for rate in rates)]
    counts.append(("all", *(sum(each[i] for each in counts) for i in (1, 2, 3))))
    lines = [[name, str(there), str(found), percent(right / found), percent(right / there)] for name, there, found, right in counts]
    section.say(
        f"### Redaction\n\n`pii_redact` on {sentences} sentences in thirteen languages (`{SENTENCES.relative_to(ROOT)}`), about a third of which hold nothing; right when type, beginning "
        "and end are. Sentences and rules were written by the same hand, so expect less on other texts. Names need a recogniser and are not counted."
    )
    section.say(table(["", "there", "found", "precision", "recall"], lines))
