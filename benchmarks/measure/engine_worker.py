"""A child process that holds one Python engine: reads a JSON request a line, answers a JSON line each.

Usage: python -m measure.engine_worker pywhispercpp|faster-whisper[-batched][-words|-vad] WEIGHTS THREADS BEAM
Request: {"audio": path, "language": code, or null to find it out, "warm": bool}. Answer: {"text": ..., "seconds": transcription
only, "words": [[start, end], ...] in seconds, of engines that are asked for them, "language": code}.
"""

from __future__ import annotations

import json
import os
import sys
import time

import numpy as np
import soundfile


def pywhispercpp(weights: str, threads: int, beam: int):
    """The bare engine: the same library with the parameters that whisper-cli gives it."""
    from pywhispercpp.model import Model

    options = {"n_threads": threads, "no_context": False,
               "print_progress": False, "print_realtime": False, "print_timestamps": False}
    options |= {"beam_search": {"beam_size": beam, "patience": -1.0}} if beam > 1 else {"greedy": {"best_of": 5}}
    model = Model(weights, params_sampling_strategy=1 if beam > 1 else 0)

    def transcribe(samples: np.ndarray, language: str) -> tuple[str, list, str]:
        return " ".join(segment.text.strip() for segment in model.transcribe(samples, language=language, **options)), [], language

    return transcribe


def faster_whisper(weights: str, threads: int, beam: int, batched: bool, **more: bool):
    """faster-whisper with its defaults, 8-bit integers."""
    import faster_whisper

    model = faster_whisper.WhisperModel(weights, device="cpu", compute_type="int8", cpu_threads=threads)
    engine = faster_whisper.BatchedInferencePipeline(model) if batched else model

    def transcribe(samples: np.ndarray, language: str | None) -> tuple[str, list, str]:
        found, about = engine.transcribe(samples, language=language, beam_size=beam, **more)
        segments = list(found)
        words = [[float(word.start), float(word.end)] for segment in segments for word in segment.words or []]
        return " ".join(segment.text.strip() for segment in segments), words, about.language

    return transcribe


def main() -> None:
    name, weights, threads, beam = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the engines print is no answer
    if name == "pywhispercpp":
        transcribe = pywhispercpp(weights, threads, beam)
    else:
        more = {"word_timestamps": True} if name.endswith("-words") else {"vad_filter": True} if name.endswith("-vad") else {}
        transcribe = faster_whisper(weights, threads, beam, "-batched" in name, **more)
    for line in sys.stdin:
        request = json.loads(line)
        samples, _ = soundfile.read(request["audio"], dtype="float32")
        if request.get("warm"):
            transcribe(samples[:16000], request["language"])
        started = time.monotonic()
        text, words, language = transcribe(samples, request["language"])
        answer = {"text": text, "seconds": time.monotonic() - started, "words": words, "language": language}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
