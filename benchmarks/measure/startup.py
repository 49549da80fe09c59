"""From ./stt serve to the first 200 of /health."""

from __future__ import annotations

from statistics import median

from . import product
from .tables import Section, table

GOAL_SECONDS = 3.0


def starts(repeat: int) -> Section:
    """The first start is left out: it may unpack libraries and write the quick start's cache."""
    section = Section("startup", "Start")
    with product.Server(limit_seconds=300):
        pass
    seconds = []
    for _ in range(max(repeat, 5)):
        with product.Server() as server:
            seconds.append(server.ready_seconds)
    section.say(f"From the launcher's start to the first 200 of `/health`, asked every 10 ms; goal: under {GOAL_SECONDS:.0f} s.")
    section.say(table(["starts after the first", "median, s", "fastest, s", "slowest, s"],
                      [[str(len(seconds)), f"{median(seconds):.2f}", f"{min(seconds):.2f}", f"{max(seconds):.2f}"]]))
    return section
