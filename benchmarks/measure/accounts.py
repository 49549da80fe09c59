"""What accounts notice: lists of many transcripts, keys, the queue, and export of a very long transcript."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import product
from .java_worker import JavaWorker
from .places import BENCHMARKS, STT_HOME, work
from .processes import run
from .tables import Section, table

TRANSCRIPTS = 100_000
JOBS, WORKERS = 3_000, 2
HOURS, HEAP = 10, "256m"
FORMATS = ("txt", "srt", "vtt", "json", "csv", "docx", "pdf")
LIST = "/api/v1/transcripts/"
LISTS = {
    LIST: "newest 20",
    LIST + "?limit=100": "newest 100",
    LIST + "?offset=50000": "20 from the middle",
    LIST + "?status=completed&language=en": "two filters",
    LIST + "?q=word7": "full-text search, 100 found",
}


def platform(repeat: int) -> Section:
    section = Section("platform", "Accounts, transcripts, jobs, export")
    home = _home()
    queue = max(_queue(home) for _ in range(repeat))
    with JavaWorker("ManyTranscripts", home=home) as database, product.Server(home=home) as server:
        key = database.ask("fill", TRANSCRIPTS)[0]
        with JavaWorker("RequestSpeed", f"http://127.0.0.1:{server.port}") as client:
            _lists(section, client, database, key)
            _key(section, client, key)
    section.say(
        f"Queue: {JOBS:,} jobs of a second of silence with a model that does nothing, {WORKERS} workers, each job with its "
        f"recording in a folder, its credits held and settled, its transcript and usage written, on the embedded PostgreSQL with "
        f"`fsync`; best of {repeat}. Goal: over 500 jobs done in a second.")
    section.say(table(["", "a second"], [["jobs taken in, one after the other", f"{queue[1]:.0f}"], ["jobs done", f"{queue[0]:.0f}"]]))
    _exports(section)
    return section


def _home() -> Path:
    """A home without accounts, with the programs and models of the usual one."""
    home = work("platform-home", "x").parent
    shutil.rmtree(home)
    (home / "cache").mkdir(parents=True)
    for shared in ("models", "natives", "fonts", "cache/postgres"):
        (STT_HOME / shared).mkdir(parents=True, exist_ok=True)
        (home / shared).symlink_to((STT_HOME / shared).resolve())
    return home


def java(name: str, *arguments: object, home: Path = STT_HOME, options: tuple[str, ...] = ()) -> list[float]:
    done = run(
        [product.jdk() / "bin" / "java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
         "-XX:+UseCompactObjectHeaders", "-Dguice_custom_class_loading=CHILD", "-Djava.awt.headless=true", *options,
         "-cp", f"{product.libraries()}/*", BENCHMARKS / "java" / f"{name}.java", *arguments],
        env={**os.environ, "STT_HOME": str(home), "STT_DIST": str(product.libraries().parent)})
    return [float(cell) for cell in done.stdout.strip().splitlines()[-1].split("\t")]


def _queue(home: Path) -> tuple[float, float]:
    taken, done = java("QueueSpeed", JOBS, WORKERS, home=home)
    return done, taken


def _lists(section: Section, client: JavaWorker, database: JavaWorker, key: str) -> None:
    before = database.ask("scans")
    lines = []
    for path, what in LISTS.items():
        alone = client.ask("GET", path, 200, key, 1500, 1)
        together = client.ask("GET", path, 200, key, 500, 4)
        lines.append([f"{what} (`{path}`)", alone[0], alone[1], alone[2], together[0], together[2]])
    scans = int(database.ask("scans")[0]) - int(before[0])
    section.say(
        f"`GET {LIST}` of an account with {TRANSCRIPTS:,} transcripts, over loopback, with its key, the caller on the same "
        f"processors, after 2,000 of each that are not counted. Goal: p99 under 15 ms. Sequential scans of the table meanwhile: {scans}.")
    section.say(table(["one connection", "requests/s", "p50, ms", "p99, ms", "four: requests/s", "p99, ms"], lines))


def _key(section: Section, client: JavaWorker, key: str) -> None:
    answer = client.ask("HEAD", "/v1/uploads/" + 32 * "0", 404, f"-,{key}", 4000, 1)
    without, with_key = float(answer[1]), float(answer[3])
    section.say(
        f"A key: the same request, which anonymous callers may send too, without and with one, in turn; with a key it is recognised, "
        f"its scope looked at, and the request counted for the minute and the day, as everywhere a key is needed: p50 {without:.3f} ms and "
        f"{with_key:.3f} ms, so {with_key - without:+.3f} ms. Goal: under 0.3 ms.")


def _exports(section: Section) -> None:
    lines = []
    for name in FORMATS:
        first, second, size = java("ExportSpeed", HOURS, name, options=(f"-Xmx{HEAP}",))
        lines.append([name, f"{first:.2f}", f"{second:.2f}", f"{size / 1e6:.1f}"])
    section.say(
        f"Export of {HOURS} hours (90,000 words with times, two speakers), each format in a process of its own with "
        f"`-Xmx{HEAP}`, the transcript in memory. Goal: under 2 s.")
    section.say(table(["format", "first of the process, s", "second, s", "MB"], lines))
