"""Computes reference.json with the original implementation (openai-whisper and torch from PyPI).

usage: reference.py ggml-base.bin jfk.flac > reference.json      needs openai-whisper, soundfile, numpy
"""

import json
import struct
import sys

import numpy as np
import soundfile
import torch
import whisper
from whisper.audio import log_mel_spectrogram, pad_or_trim
from whisper.model import ModelDimensions, Whisper
from whisper.timing import find_alignment
from whisper.tokenizer import get_tokenizer

TOKENS = [50258, 50259, 50359, 50363, 400, 370, 452, 7177, 6280, 11]
TEXTS = [
    " Hello, world! It's 12345 o'clock  — naïve 字幕\n x",
    "Americans' fellow-citizens: don't you think?  \t ok...",
    "été Ærøskøbing Привет мир 日本語テキスト 😀 100%",
]


def tensors(path):
    """Names and numbers of an f16 ggml file."""
    data = open(path, "rb").read()
    mels, bins = struct.unpack("<2i", data[48:56])
    at = 56 + 4 * mels * bins
    (count,) = struct.unpack("<i", data[at : at + 4])
    at += 4
    for _ in range(count):
        at += 4 + struct.unpack("<I", data[at : at + 4])[0]
    found = {}
    while at < len(data):
        rank, length, half = struct.unpack("<3i", data[at : at + 12])
        shape = struct.unpack(f"<{rank}i", data[at + 12 : at + 12 + 4 * rank])[::-1]
        at += 12 + 4 * rank
        name = data[at : at + length].decode()
        at += length
        size = int(np.prod(shape))
        values = np.frombuffer(data, "<f2" if half else "<f4", size, at)
        found[name] = values.astype("f4")
        at += size * (2 if half else 4)
    return found


def noise(seed, count):
    """The numbers that SmallWhisper.java makes, in [-0.5, 0.5)."""
    x = (np.arange(count, dtype=np.uint64) * 2654435761 + seed * 40503) & 0xFFFFFFFF
    x ^= x >> np.uint64(15)
    x = (x * 0x2C1B3C6D) & 0xFFFFFFFF
    x ^= x >> np.uint64(12)
    return (x / 2.0**32 - 0.5).astype("f4")


def small(vocabulary=51865, mels=80, audio_layers=2, text_layers=2, heads=2):
    dims = ModelDimensions(mels, 1500, 64, heads, audio_layers, vocabulary, 448, 64, heads, text_layers)
    model = Whisper(dims).eval()
    state = model.state_dict()
    for seed, name in enumerate(sorted(state)):
        values = noise(seed + 1, state[name].numel())
        norm = name.endswith(".weight") and ("ln" in name.split(".")[-2])
        state[name] = torch.from_numpy(values + 1 if norm else values * 0.5).reshape(state[name].shape)
    model.load_state_dict(state)
    return model


def base(path):
    model = Whisper(ModelDimensions(80, 1500, 512, 8, 6, 51865, 448, 512, 8, 6)).eval()
    state = model.state_dict()
    numbers = tensors(path)
    for name in state:
        state[name] = torch.from_numpy(numbers[name]).reshape(state[name].shape)
    model.load_state_dict(state)
    heads = torch.zeros(6, 8, dtype=torch.bool)
    for layer, head in ((3, 1), (4, 2), (4, 3), (4, 7), (5, 1), (5, 2), (5, 4), (5, 6)):
        heads[layer, head] = True
    model.register_buffer("alignment_heads", heads.to_sparse(), persistent=False)
    return model


def logits(model, mel):
    with torch.no_grad():
        return model(mel[None], torch.tensor([TOKENS]))[0]


def sample(values, step):
    return [round(float(v), 5) for v in values.flatten()[::step]]


def main():
    audio, rate = soundfile.read(sys.argv[2], dtype="float32")
    assert rate == 16000
    mel = log_mel_spectrogram(pad_or_trim(torch.from_numpy(audio)), 80)
    precise = {
        "mel80": sample(mel, 211),
        "mel128": sample(log_mel_spectrogram(pad_or_trim(torch.from_numpy(audio)), 128), 311),
    }
    answer = {"tokens": TOKENS} | precise
    answer["small"] = sample(logits(small(), mel), 811)
    real = base(sys.argv[1])
    answer["base"] = sample(logits(real, mel), 811)
    tokenizer = get_tokenizer(True, num_languages=99, language="en", task="transcribe")
    text = whisper.decode(
        real, mel, whisper.DecodingOptions(language="en", fp16=False, without_timestamps=True)
    )
    answer["text"] = text.text
    answer["textTokens"] = text.tokens
    words = find_alignment(real, tokenizer, text.tokens, mel, 1100)
    answer["words"] = [[w.word, round(w.start, 2), round(w.end, 2)] for w in words]
    stamps = whisper.decode(real, mel, whisper.DecodingOptions(language="en", fp16=False))
    answer["stampTokens"] = stamps.tokens
    answer["meanLogProbability"] = round(stamps.avg_logprob, 4)
    answer["noSpeechProbability"] = stamps.no_speech_prob
    beam = whisper.decode(real, mel, whisper.DecodingOptions(language="en", fp16=False, beam_size=5))
    answer["beamTokens"] = beam.tokens
    answer["encoded"] = [[t, tokenizer.encode(t)] for t in TEXTS]
    answer["unspoken"] = list(tokenizer.non_speech_tokens)
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
