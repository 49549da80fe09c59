"""A child process that streams with LocalAgreement on faster-whisper: reads a JSON request a line, answers a JSON line each.

Usage: python -m measure.live_peer FOLDER WEIGHTS THREADS
Request: {"do": "offline" | "stream", "audio": path, "language": code}. Answers: {"words": [[word, end], ...], "text": ...} and
{"shown": [[seconds, [final words], [other words]], ...], "tail": seconds}.
"""

from __future__ import annotations

import json
import os
import sys
import time
import types
from pathlib import Path

import numpy as np
import soundfile
from faster_whisper import WhisperModel

RATE = 16000
LEAST_NEW_SECONDS = 0.5


def online_processor(folder: str):
    """The class, without what the whole package imports."""
    package = types.ModuleType("whisperlivekit")
    package.__path__ = [str(Path(folder) / "whisperlivekit")]
    sys.modules["whisperlivekit"] = package
    agreement = types.ModuleType("whisperlivekit.local_agreement")
    agreement.__path__ = [str(Path(folder) / "whisperlivekit" / "local_agreement")]
    sys.modules["whisperlivekit.local_agreement"] = agreement
    from whisperlivekit.local_agreement.online_asr import OnlineASRProcessor

    return OnlineASRProcessor


class Recogniser:
    """What the class asks of an engine, with its own settings: segments of 15 s, no early commitment."""

    sep = ""
    tokenizer = None
    confidence_validation = False
    buffer_trimming = "segment"
    buffer_trimming_sec = 15

    def __init__(self, weights: str, threads: int):
        from importlib import import_module

        self._token = import_module("whisperlivekit.timed_objects").ASRToken
        self.model = WhisperModel(weights, device="cpu", compute_type="int8", cpu_threads=threads)
        self.language = None

    def transcribe(self, audio: np.ndarray, init_prompt: str = "") -> list:
        segments, _ = self.model.transcribe(
            audio, language=self.language, initial_prompt=init_prompt, beam_size=1, word_timestamps=True,
            condition_on_previous_text=True, vad_filter=True)
        return list(segments)

    def ts_words(self, segments: list) -> list:
        return [
            self._token(word.start, word.end, word.word, probability=word.probability)
            for segment in segments if segment.no_speech_prob <= 0.9 for word in segment.words
        ]

    def segments_end_ts(self, segments: list) -> list[float]:
        return [segment.end for segment in segments]


def offline(recogniser: Recogniser, samples: np.ndarray) -> dict:
    segments, _ = recogniser.model.transcribe(samples, language=recogniser.language, beam_size=1, word_timestamps=True)
    words = [[word.word.strip(), word.end] for segment in segments for word in segment.words]
    return {"words": words, "text": " ".join(word for word, _ in words)}


def stream(processor, samples: np.ndarray) -> dict:
    seconds = len(samples) / RATE
    started, taken, final, shown = time.monotonic(), 0, [], []
    while taken < len(samples):
        now = time.monotonic() - started
        due = min(taken / RATE + LEAST_NEW_SECONDS, seconds)
        if now < due:
            time.sleep(due - now)
            continue
        upto = min(len(samples), int(now * RATE))
        processor.insert_audio_chunk(samples[taken:upto])
        taken = upto
        committed, _ = processor.process_iter()
        final = final + [token.text.strip() for token in committed]
        partial = [token.text.strip() for token in processor.transcript_buffer.buffer]
        shown.append([time.monotonic() - started, final, partial])
    rest, _ = processor.finish()
    final = final + [token.text.strip() for token in rest]
    shown.append([time.monotonic() - started, final, []])
    return {"shown": shown, "tail": time.monotonic() - started - seconds}


def main() -> None:
    folder, weights, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the engine prints is no answer
    processor_class = online_processor(folder)
    recogniser = Recogniser(weights, threads)
    for line in sys.stdin:
        request = json.loads(line)
        samples, _ = soundfile.read(request["audio"], dtype="float32")
        recogniser.language = request["language"]
        if request["do"] == "offline":
            answer = offline(recogniser, samples)
        else:
            answer = stream(processor_class(recogniser), samples)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
