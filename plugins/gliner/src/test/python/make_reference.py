"""Makes a tiny GLiNER with random weights, and writes down what the original finds with it.

    pip install gliner==0.2.29 torch onnx sentencepiece
    python make_reference.py ../resources/ai/stt/model/gliner

The tokenizer has the form of the hub's mDeBERTa models (Unigram behind nmt_nfkc), trained on the texts below. The weights are random, with a
seed, so what is found means nothing: it has to be the same. The graph is the package's own export.
"""
import io
import json
import pathlib
import sys
import tempfile

import sentencepiece
import torch
from gliner.model import UniEncoderSpanGLiNER
from gliner.config import UniEncoderSpanConfig
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

WORDS = 40  # of a window
OVERLAP = 12
WIDTH = 12
THRESHOLD = 0.5
KINDS = ["person", "organization name", "place"]

TEXTS = [
    "Ada Lovelace met Charles Babbage in London, and they spoke about the Analytical Engine.",
    "Please call Jean-Luc O'Neill-Smith at 415-555-2671 before Friday; he works for Acme & Sons Ltd.",
    "x",
    "Dr. Müller und Frau Größmann-Weiß wohnen in Köln, Straße 12.",
    "L'été dernier, Hélène Dupré est allée à Besançon avec François.",
    "¿Conoce usted a María José Núñez de la Cruz? Vive en Logroño.",
    "Città di Niccolò: perché Giosuè è già a Forlì?",
    "João Conceição e São Luís não são ações.",
    "Анна Каренина и Лев Толстой жили в Ясной Поляне под Тулой.",
    "Ο Νίκος Καζαντζάκης γεννήθηκε στο Ηράκλειο.",
    "王小明和李雷在北京大学见面，然后去了上海。",
    "山田太郎さんは東京の株式会社ソニーで働いています。",
    "김철수 씨는 서울에 있는 삼성전자에서 일합니다.",
    "التقى أحمد بن علي مع فاطمة الزهراء في القاهرة.",
    "דוד בן-גוריון נולד בפלונסק.",
    "राम कुमार और सीता दिल्ली में रहते हैं।",
    "สมชาย ใจดี อาศัยอยู่ที่กรุงเทพ",
    "Nguyễn Văn Anh sống ở Hà Nội.",
    "Zażółć gęślą jaźń, powiedział Łukasz Wójcik.",
    "😀 Bob 👩‍👩‍👧 met 𝒜𝓁𝒾𝒸ℯ 𝕊𝕞𝕚𝕥𝕙 in 🇺🇳 𐐔𐐯𐑅𐐨𐑉𐐯𐐻 town 𠮷野家.",
    "ﬁancé Ⅷ ½ ① ㎏ ＡＢＣ ｶﾀｶﾅ ´ ¨ … ™ № ㍿ ﷺ",
    "e\u0301 o\u0308 A\u030a decomposed: Cafe\u0301 Rene\u0301e Zu\u0308rich, \u1112\u1161\u11ab.",
    "<<ENT>> person <<SEP>> [CLS] [SEP] [UNK] ▁under ▁▁ John_Doe snake_case a-b-c--d -x- _y_",
    "Tabs\tand\nnew\r\nlines\u2028and\u00a0spaces\u3000between\u0085Jane\u001fDoe.",
    "ADA@example.org, https://example.org/a?b=c&d=%20#e;",
    "(Ada) \"Bob\" 'Eve' {Mallory} <Trent>!?",
    "A very longwordlonglonglonglongwordthatnobodywouldeverwrite Supercalifragilisticexpialidocious 1234567890123456789012.",
]
LONG = [
    " ".join(TEXTS[:9]),
    " ".join(TEXTS[10:22]),
    "Ada and Bob " * 30,
]


def tokenizer(folder: pathlib.Path) -> None:
    """A tokenizer.json as the hub's conversions of mDeBERTa's SentencePiece model have it."""
    model = io.BytesIO()
    lines = [line for text in TEXTS for line in [text, *text.split()]] * 4
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, vocab_size=900, model_type="unigram", character_coverage=0.98, num_threads=1,
        normalization_rule_name="nmt_nfkc", pad_id=0, unk_id=3, bos_id=1, eos_id=2, pad_piece="[PAD]", unk_piece="[UNK]", bos_piece="[CLS]",
        eos_piece="[SEP]", hard_vocab_limit=False)
    proto = sentencepiece_model_pb2.ModelProto.FromString(model.getvalue())
    made = Tokenizer(models.Unigram([(piece.piece, piece.score) for piece in proto.pieces], unk_id=3, byte_fallback=False))
    made.normalizer = normalizers.Sequence([
        normalizers.Strip(), normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap), normalizers.Replace(Regex(" {2,}"), " ")])
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")])
    made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    fast = PreTrainedTokenizerFast(tokenizer_object=made, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]")
    fast.add_tokens(["[FLERT]", "<<ENT>>", "<<SEP>>"], special_tokens=True)
    fast.save_pretrained(folder)


def gliner(folder: pathlib.Path) -> UniEncoderSpanGLiNER:
    torch.manual_seed(9)
    encoder = {
        "model_type": "deberta-v2", "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32, "vocab_size": 0,
        "max_position_embeddings": 512, "relative_attention": True, "position_buckets": 16, "norm_rel_ebd": "layer_norm", "share_att_key": True,
        "pos_att_type": ["p2c", "c2p"], "position_biased_input": False, "max_relative_positions": -1, "type_vocab_size": 0,
        "layer_norm_eps": 1e-7, "pad_token_id": 0}
    encoder["vocab_size"] = len(PreTrainedTokenizerFast.from_pretrained(folder))
    config = UniEncoderSpanConfig(
        model_name=str(folder), name="tiny", max_width=WIDTH, hidden_size=16, dropout=0.0, max_len=WORDS, num_rnn_layers=1, span_mode="markerV0",
        subtoken_pooling="first", encoder_config=encoder, vocab_size=encoder["vocab_size"])
    model = UniEncoderSpanGLiNER.load_from_config(config, backbone_from_pretrained=False)
    with torch.no_grad():
        for name, weights in model.model.named_parameters():
            if weights.dim() > 1:
                weights.normal_(0, 0.5 if "embeddings" in name else 1.4 / weights.shape[-1] ** 0.5)
    return model.eval()


def places(text: str, found: list[dict]) -> list[dict]:
    """Places in UTF-16 code units."""
    units = lambda at: len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
    return [{"kind": one["label"], "start": units(one["start"]), "end": units(one["end"]), "score": round(one["score"], 6)} for one in found]


def windows(model: UniEncoderSpanGLiNER, text: str) -> list[dict]:
    """What is found in overlapping windows of words; of what overlaps the most likely counts."""
    words = list(model.data_processor.words_splitter(text))
    found, first = {}, 0
    while True:
        begin, end = words[first][1], words[min(len(words), first + WORDS) - 1][2]
        for one in model.predict_entities(text[begin:end], KINDS, threshold=THRESHOLD):
            key = (one["start"] + begin, one["end"] + begin, one["label"])
            found[key] = max(found.get(key, 0), one["score"])
        if first + WORDS >= len(words):
            break
        first += WORDS - OVERLAP
    kept = []
    for (start, end, label), score in sorted(found.items(), key=lambda each: -each[1]):
        if all(end <= other["start"] or other["end"] <= start for other in kept):
            kept.append({"start": start, "end": end, "label": label, "score": score})
    return sorted(kept, key=lambda each: each["start"])


def main(target: str) -> None:
    folder = pathlib.Path(tempfile.mkdtemp())
    tokenizer(folder)
    model = gliner(folder)
    export = pathlib.Path(tempfile.mkdtemp())
    model.export_to_onnx(export)
    backend = model.data_processor.transformer_tokenizer
    references = []
    for text in TEXTS:
        words = [list(each) for each in model.data_processor.words_splitter(text)]
        ids = backend([each[0] for each in words], is_split_into_words=True, add_special_tokens=False)
        pieces = [[] for _ in words]
        for token, word in zip(ids["input_ids"], ids.word_ids()):
            pieces[word].append(token)
        assert all(pieces) and len(words) <= WORDS, (text, len(words), pieces)
        near = [len(model.predict_entities(text, KINDS, threshold=THRESHOLD + margin)) for margin in (-5e-4, 5e-4)]
        assert near[0] == near[1], ("a score is too near to the threshold to be compared", text)
        references.append({"text": text, "pieces": pieces, "found": places(text, model.predict_entities(text, KINDS, threshold=THRESHOLD))})
    for text in LONG:
        references.append({"text": text, "pieces": None, "found": places(text, windows(model, text))})
    scores = [one["score"] for reference in references for one in reference["found"]]
    print(len(scores), min(scores), max(scores), {kind: sum(one["kind"] == kind for r in references for one in r["found"]) for kind in KINDS})
    out = pathlib.Path(target)
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.onnx").write_bytes((export / "model.onnx").read_bytes())
    (out / "tokenizer.json").write_bytes((export / "tokenizer.json").read_bytes())
    config = json.loads((export / "gliner_config.json").read_text())
    config["model_name"] = "tiny"
    (out / "gliner_config.json").write_text(json.dumps(config, indent=1))
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in references)
    (out / "reference.json").write_text("[\n" + lines + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
