"""The command: see README.md."""

from __future__ import annotations

import argparse
import fcntl
import signal
import sys
import time
from pathlib import Path

from . import (
    accounts, decoding, detection, diarization, embedding, enhancement, live, noisy, operation, overhead, pipeline, product, recognition, serving, speech, startup,
    tables, text, understanding, upload, word_times,
)
from .places import PAGE, work


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/run", description="Measures stt against its peers; writes docs/benchmarks.md.")
    parser.add_argument("--data", type=Path, help="a folder of speech with known words (see README.md); default: the sample alone")
    parser.add_argument("--only", default=",".join(tables.ORDER), help="sections, separated by commas (default: all: %(default)s)")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions of what is timed (default: %(default)s)")
    parser.add_argument("--beam", type=int, default=5, help="beam of the overhead section (default: %(default)s)")
    parser.add_argument("--peers-only", action="store_true", help="leave the program itself out: only its peers' rows")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that with-blocks end the children
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    lock = work("lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit("benchmarks: another run is under way; two would disturb each other") from None
    sections = options.only.split(",")
    unknown = set(sections) - set(tables.ORDER)
    if unknown:
        raise SystemExit(f"benchmarks: no section {', '.join(sorted(unknown))}; there are {', '.join(tables.ORDER)}")
    if options.peers_only:
        sections = [key for key in sections if key in ("recognition", "languages", "decoding")]
    without = recognition.PROGRAM if options.peers_only else set()
    if not options.peers_only:
        product.build()
    commit = product.commit()
    failed = []
    for key in [key for key in tables.ORDER if key in sections]:
        started = time.monotonic()
        print(key, file=sys.stderr)
        try:
            measure(key, options, without).keep(commit, _command(key, options))
        except Exception as e:  # the other sections are still worth having
            failed.append(key)
            print(f"{key}: {e}", file=sys.stderr)
        print(f"{key}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    print(PAGE)
    if failed:
        raise SystemExit(f"benchmarks: not measured: {', '.join(failed)}")


def _command(key: str, options: argparse.Namespace) -> str:
    """What to type to measure a section again in the same way."""
    data = " --data FOLDER" if options.data else ""
    alone = " --peers-only" if options.peers_only else ""
    return f"benchmarks/run{data} --only {key} --repeat {options.repeat} --beam {options.beam}{alone}"


def measure(key: str, options: argparse.Namespace, without: set[str]) -> tables.Section:
    if key == "platform":
        return accounts.platform(options.repeat)
    if key == "operation":
        return operation.plugins()
    if key == "text":
        return text.language_model(options.repeat)
    if key == "diarization":
        return diarization.speakers(options.data, options.repeat)
    if key == "pipeline":
        return pipeline.words_with_speakers(options.data, options.repeat)
    if key == "embedding":
        return embedding.vectors(options.repeat)
    if key == "understanding":
        return understanding.understanding()
    if key == "detection":
        return detection.languages_and_silence(options.data)
    recordings = speech.recordings(options.data)
    if key == "recognition":
        return recognition.english(recordings["en"], options.repeat, without)
    if key == "languages":
        return recognition.languages(recordings, without)
    if key == "words":
        return word_times.word_times(recordings, options.data)
    if key == "decoding":
        return decoding.containers(recordings["en"], options.repeat, options.peers_only)
    if key == "serving":
        return serving.many(recordings["en"], options.data)
    if key == "live":
        return live.streams(options.data)
    if key == "overhead":
        return overhead.over_engine(recordings["en"], options.beam, options.repeat)
    if key == "startup":
        return startup.starts(options.repeat)
    if key == "noisy":
        return noisy.speech_in_noise(recordings)
    if key == "enhancement":
        return enhancement.speech_in_noise(recordings["en"], options.repeat)
    return upload.two_gigabytes()


if __name__ == "__main__":
    main()
