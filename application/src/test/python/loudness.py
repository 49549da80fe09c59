"""Prints what LoudnessMeterTest expects of pyloudnorm (MIT) for a sound that both can make.

    pip install pyloudnorm==0.2.0 numpy && python loudness.py
"""

import numpy as np
import pyloudnorm


def sound(rate, channels, seconds):
    """Noise from a linear congruential generator, with a level that goes up and down."""
    state = 12345
    out = np.zeros((rate * seconds, channels))
    for i in range(rate * seconds):
        level = 0.3 if i // rate % 3 else 0.01
        for c in range(channels):
            state = (1103515245 * state + 12345) % 2**31
            out[i, c] = np.float32(level * (state / 2**30 - 1))
    return out


for rate, channels in ((48000, 2), (44100, 2), (48000, 1), (16000, 1)):
    meter = pyloudnorm.Meter(rate, filter_class="DeMan")
    print(rate, channels, round(meter.integrated_loudness(sound(rate, channels, 9)), 4))
