"""Plugins that come and go while the server works, and what a call costs on its way to a model."""

from __future__ import annotations

from . import product
from .accounts import java
from .places import STT, STT_HOME
from .processes import run
from .tables import Section, table

ROUNDS = (20, 60, 100)
MODEL = "silero-vad-16k"


def plugins() -> Section:
    section = Section("operation", "Plugins and scheduling")
    run([STT, "models", "pull", MODEL], env={"STT_HOME": str(STT_HOME)})
    zips = sorted((product.libraries().parent / "plugins").glob("stt-plugin-extractive-*.zip"))
    cells = java("OperationSpeed", zips[-1], options=("-Xmx256m",))
    listed, answered, removed = cells[:3]
    memory = [cells[3 + 3 * i: 6 + 3 * i] for i in range(len(ROUNDS))]
    calls, failed, lease, place, whole = cells[12:]
    section.say(
        "The registry in a process of its own, with the plugin `extractive` (no weights, no engine). The folder is looked at every 500 ms; "
        "medians of 10. Goal: listed within 2 s.")
    section.say(table(["from the drop to the listing, ms", "to the first answer, ms", "from the removal to the end of the listing, ms"],
                      [[f"{listed:.0f}", f"{answered:.0f}", f"{removed:.0f}"]]))
    section.say("Memory after rounds of drop, load, call, removal (a heap of 256 MB, after full collections). Goal: flat.")
    section.say(table(["rounds", "heap, MB", "metaspace, MB", "resident, MB"],
                      [[str(rounds), *(f"{kb / 1024:.1f}" for kb in row)] for rounds, row in zip(ROUNDS, memory)]))
    rounds = java("LoadRounds")
    section.say(
        f"Memory after rounds of loading, using and freeing a model on ONNX Runtime (`{MODEL}`) in the program, after full collections; a round takes "
        f"{rounds[6]:.0f} ms. Goal: flat.")
    section.say(table(["rounds", "heap, MB", "resident, MB"],
                      [[str(count), *(f"{kb / 1024:.1f}" for kb in rounds[2 * i: 2 * i + 2])] for i, count in enumerate(ROUNDS)]))
    section.say(
        f"50 replacements by a new version each, with four callers all through it: {calls:,.0f} calls, {failed:.0f} failed. Goal: none.")
    section.say("What a call costs beside the model's own work, one after the other, medians of 20,000. Goal: under 50 µs.")
    section.say(table(["lease, µs", "a place in the queue and back, µs", "both, with a watched call that does nearly nothing, µs"],
                      [[f"{lease:.1f}", f"{place:.1f}", f"{whole:.1f}"]]))
    _isolation(section)
    return section


def _isolation(section: Section) -> None:
    here, apart = (java("WorkerSpeed", kind) for kind in ("in-process", "process"))
    section.say(
        "Models in a process of their own (`inference.isolation: process`) against the server's own: a call with a short text that does nearly "
        "nothing (`extractive`, median and 99th percentile of 20,000), and voice activity (Silero), whose own work is in both columns.")
    section.say(table(
        ["", "in-process", "process"],
        [["a call, median, µs", f"{here[0]:.1f}", f"{apart[0]:.1f}"], ["a call, p99, µs", f"{here[1]:.1f}", f"{apart[1]:.1f}"],
         ["a MB of audio in pieces of a second, ms", f"{here[2]:.2f}", f"{apart[2]:.2f}"],
         ["32 ms of audio, µs", f"{here[3]:.1f}", f"{apart[3]:.1f}"],
         ["resident memory of the program that asks, MB", f"{here[4]:.0f}", f"{apart[4]:.0f}"]]))
