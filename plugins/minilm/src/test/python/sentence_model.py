"""The original: sentence-transformers on PyTorch with the weights of the ONNX export, which names what it holds.

pip install torch sentence-transformers onnx. The weights cannot always be had in PyTorch's own format; they are the same numbers.
"""
import re
import tempfile

import onnx
import torch
from onnx import numpy_helper
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizerFast

TOKENS = 256


def load(weights: str, tokenizer: str) -> SentenceTransformer:
    """all-MiniLM-L6-v2 as sentence-transformers runs it: 256 tokens, the mean over those of the mask, the L2 norm."""
    config = BertConfig(hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536, vocab_size=30522)
    bert = BertModel(config, add_pooling_layer=False)
    missing, unexpected = bert.load_state_dict(_state(weights), strict=False)
    assert set(missing) <= {"embeddings.position_ids", "embeddings.token_type_ids"} and not unexpected, (missing, unexpected)
    folder = tempfile.mkdtemp()
    bert.eval().save_pretrained(folder)
    BertTokenizerFast(tokenizer_file=tokenizer, model_max_length=TOKENS).save_pretrained(folder)
    return SentenceTransformer(modules=[Transformer(folder, max_seq_length=TOKENS), Pooling(384), Normalize()], device="cpu")


def _state(weights: str) -> dict[str, torch.Tensor]:
    graph = onnx.load(weights).graph
    numbers = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    state = {name: torch.tensor(value) for name, value in numbers.items() if re.match(r"(embeddings|encoder)\.", name)}
    state.pop("embeddings.position_ids", None)
    for node in graph.node:  # products with weights are unnamed and transposed; their node says which they are
        if node.op_type == "MatMul" and node.input[1] in numbers:
            name = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
            if name.startswith("encoder."):
                state[name + ".weight"] = torch.tensor(numbers[node.input[1]].T.copy())
    return state
