"""Writes jfk-3s.txt, what the Python package hears in the test kit's sample: pip install silero-vad==6.2.3 onnxruntime numpy"""

import pathlib

import numpy
import torch
from silero_vad import load_silero_vad

here = pathlib.Path(__file__).parent
sample = "plugin-api/src/test/resources/ai/stt/plugin/voiceactivity/jfk-3s.s16"
root = next(p for p in here.parents if (p / sample).exists())
samples = torch.from_numpy(numpy.fromfile(root / sample, "<i2").astype("float32") / 32768)
model = load_silero_vad(onnx=True)
model.reset_states()
heard = model.audio_forward(samples, 16000)[0]
(here / "jfk-3s.txt").write_text("".join(f"{float(p):.6f}\n" for p in heard))
