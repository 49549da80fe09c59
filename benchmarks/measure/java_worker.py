"""A Java program of the folder java, run with the program's own jars; answers a line for each line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from . import product
from .places import BENCHMARKS, STT_HOME, work
from .processes import CommandFailed, end


class JavaWorker:
    """Bound to a with-block; one caller at a time."""

    def __init__(self, name: str, *arguments: str | Path, home: Path = STT_HOME):
        self._log = work("logs", f"{name}.log").open("w")
        self._process = subprocess.Popen(
            [product.jdk() / "bin" / "java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
             "-XX:+UseCompactObjectHeaders", "-Dguice_custom_class_loading=CHILD", "-cp", f"{product.libraries()}/*",
             BENCHMARKS / "java" / f"{name}.java", *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
            env={**os.environ, "STT_HOME": str(home), "STT_DIST": str(product.libraries().parent)},
        )

    def ask(self, *words: str | Path) -> list[str]:
        try:
            self._process.stdin.write("\t".join(map(str, words)) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            raise CommandFailed(f"it ended early; see {self._log.name}")
        return answer.rstrip("\n").split("\t")

    def __enter__(self) -> JavaWorker:
        return self

    def __exit__(self, *_: object) -> None:
        end(self._process, 10)
        self._log.close()
