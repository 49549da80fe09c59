"""Where things are. All that the harness writes is under .work, except the page it is for."""

import os
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
WORK = BENCHMARKS / ".work"
PAGE = ROOT / "docs" / "benchmarks.md"
STT = ROOT / "stt"
STT_HOME = Path(os.environ.get("STT_HOME") or WORK / "stt-home")
THREADS = 2


def work(*parts: str) -> Path:
    """A path under the work folder; its parent exists."""
    path = WORK.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
