"""Plugins that come and go while the server works, and what a call costs on its way to a model."""

from __future__ import annotations

from . import product
from .accounts import java
from .tables import Section, table

ROUNDS = (20, 60, 100)


def plugins() -> Section:
    section = Section("operation", "Plugins and scheduling")
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
    section.say(
        f"50 replacements by a new version each, with four callers all through it: {calls:,.0f} calls, {failed:.0f} failed. Goal: none.")
    section.say("What a call costs beside the model's own work, one after the other, medians of 20,000. Goal: under 50 µs.")
    section.say(table(["lease, µs", "a place in the queue and back, µs", "both, with a watched call that does nearly nothing, µs"],
                      [[f"{lease:.1f}", f"{place:.1f}", f"{whole:.1f}"]]))
    return section
