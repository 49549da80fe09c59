"""Words right in noise: the model for paid plans against the plain one, on the English recording and noises at several levels."""

from __future__ import annotations

import numpy as np

from . import product
from .java_worker import JavaWorker
from .places import work
from .speech import Recording, pcm, word_error_rate
from .tables import Section, percent, table

MODELS = ("base", "stt-ai-enhanced")
SNR_DB = (0, 5, 10)


def speech_in_noise(recordings: dict[str, Recording]) -> Section:
    section = Section("noisy", "Words in noise")
    english = recordings["en"]
    sounds = {"clean": pcm(english.audio), **noisy(recordings)}
    section.say(
        f"WER of {english.seconds:.0f} s of English (the clips of Recognition) by itself and with noise, SNR over the whole recording "
        "without its pauses: white noise, and babble of eight voices made of the other languages' clips. `stt-ai-enhanced` here is "
        f"`{MODELS[0]}` with the same beam of 5 behind DeepFilterNet3 (at most 14 dB, and only when the start is noisy)."
    )
    lines = []
    workers = {model: JavaWorker("BareEngine", product.settings(5), model, "5") for model in MODELS}
    try:
        for name, sound in sounds.items():
            file = work("audio", "noisy-speech.f32")
            sound.astype(np.float32).tofile(file)
            cells = [name]
            for model in MODELS:
                seconds, text, _ = workers[model].ask(file, "en")
                cells += [percent(word_error_rate(english, text)), f"{float(seconds):.1f}"]
            lines.append(cells)
    finally:
        for worker in workers.values():
            worker.__exit__()
    section.say(table(["", f"`{MODELS[0]}`", "s", f"`{MODELS[1]}`", "s"], lines))
    return section


def noisy(recordings: dict[str, Recording]) -> dict[str, np.ndarray]:
    clean = pcm(recordings["en"].audio)
    random = np.random.default_rng(1)
    babble = np.zeros(len(clean), np.float32)
    for language, recording in recordings.items():
        if language != "en":
            voice = pcm(recording.audio)
            for _ in range(2):
                babble += np.resize(np.roll(voice, int(random.integers(len(voice)))), len(clean))
    noises = {"white noise": random.standard_normal(len(clean)).astype(np.float32)}
    if babble.any():
        noises["babble"] = babble
    power = np.mean(clean[np.abs(clean) > 1e-3] ** 2)
    made = {}
    for name, noise in noises.items():
        for level in SNR_DB:
            mixed = clean + noise * np.sqrt(power / np.mean(noise**2)) * 10 ** (-level / 20)
            made[f"{name}, {level} dB"] = mixed / max(1, np.abs(mixed).max())
    return made
