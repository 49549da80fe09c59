"""The peers of the section embedding, each a process. Arguments: which, weights, tokenizer, threads. For each line IN TAB OUT: the seconds."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter


def onnx_runtime(weights: str, tokenizer: str, threads: int):
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    pieces = Tokenizer.from_file(tokenizer)
    pieces.enable_truncation(256)
    pieces.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    def encode(texts: list[str]):
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found = np.empty((len(texts), 384), np.float32)
        for at in range(0, len(order), 32):
            some = order[at : at + 32]
            batch = pieces.encode_batch([texts[i] for i in some])
            ids = np.array([each.ids for each in batch], np.int64)
            mask = np.array([each.attention_mask for each in batch], np.int64)
            states = session.run(["output_0"], {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})[0]
            mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            found[some] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return found

    return f"onnxruntime {onnxruntime.__version__}", encode


def sentence_transformers(weights: str, tokenizer: str, threads: int):
    import sentence_model
    import torch
    from importlib.metadata import version

    torch.set_num_threads(threads)
    model = sentence_model.load(weights, tokenizer)
    return f"sentence-transformers {version('sentence-transformers')}", model.encode


def main(which: str, weights: str, tokenizer: str, threads: str) -> None:
    name, encode = (onnx_runtime if which == "onnxruntime" else sentence_transformers)(weights, tokenizer, int(threads))
    for line in sys.stdin:
        source, out = line.rstrip("\n").split("\t")
        if source == "version":
            print(name, flush=True)
            continue
        texts = Path(source).read_text().splitlines()
        started = perf_counter()
        vectors = encode(texts)
        seconds = perf_counter() - started
        if out:
            Path(out).write_text("".join(" ".join(map(str, map(float, each))) + "\n" for each in vectors))
        print(seconds, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
