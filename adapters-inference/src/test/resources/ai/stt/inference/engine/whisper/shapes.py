"""Computes shapes.json with the original implementation, as reference.py does: models that have the layers,
vocabulary and mels of the published sizes, and noise of 16 bits for weights, on a width of 64.

usage: shapes.py > shapes.json      needs what reference.py needs
"""

import json
import sys

import torch

from reference import TOKENS, logits, noise, sample, small

# vocabulary, mels, layers of the encoder and of the decoder, heads of both (the published ones have more)
SHAPES = {
    "small.en": (51864, 80, 12, 12, 8),
    "medium": (51865, 80, 24, 24, 2),
    "large-v3": (51866, 128, 32, 32, 4),
    "large-v3-turbo": (51866, 128, 32, 4, 4),
}
MEL_SEED = 999


def halved(model):
    """Matrices of 16 bits, as in the published files."""
    state = model.state_dict()
    for name, values in state.items():
        if values.dim() > 1 and not name.endswith("positional_embedding"):
            state[name] = values.half().float()
    model.load_state_dict(state)
    return model


def main():
    answer = {"tokens": TOKENS}
    for name, shape in SHAPES.items():
        mel = torch.from_numpy(2 * noise(MEL_SEED, shape[1] * 3000)).reshape(shape[1], 3000)
        answer[name] = sample(logits(halved(small(*shape)), mel), 811)
    json.dump(answer, sys.stdout)


main()
