"""Everything that the published Python client offers about files, models and languages. Arguments: a JSON object."""

import inspect
import json
import os
import sys

import sttai
from sttai import AuthError, CreditError, RateLimitError, STTClient, STTError

given = json.loads(sys.argv[1])
url, sample, spoken = given["url"], given["sample"], "ask what you can do for your country"

# Nothing that the client offers is forgotten here.
offered = {name for name, _ in inspect.getmembers(STTClient, inspect.isfunction) if not name.startswith("_")}
later = {"summarize", "stream"}
assert offered - later == {"transcribe", "transcribe_url", "models", "languages", "health"}, offered
assert sttai.__version__ == "0.1.0"


def refused(error, call, status):
    try:
        call()
    except error as e:
        assert type(e) is error and e.status_code == status and e.message and e.response is not None, repr(e)
        return e
    raise SystemExit(f"no {error.__name__}")


client = STTClient(given["key"], base_url=url + "/")

heard = client.transcribe(sample)
assert spoken in heard["text"].lower(), heard
assert heard["language"] == "en" and 10.9 < heard["duration"] < 11.1, heard
assert heard["speakers"] == ["Speaker 1"] and heard["segments"][0]["speaker"] == "Speaker 1"
assert heard["segments"][0]["words"][0].keys() >= {"word", "start", "end"}
assert heard["id"] and heard["slug"] and heard["credits_used"] == 1 and heard["model"] == "base"

alone = client.transcribe(sample, model="base", language="en", diarize=False, speakers=2, response_format="verbose_json")
assert alone["speakers"] == [] and "speaker" not in alone["segments"][0] and alone["speaker_turns"] == [], alone

# The client reads every answer as JSON, so these formats end in its own error, which holds the body whole.
for wanted, start in (("text", "And so"), ("srt", "1\n00:00:0"), ("vtt", "WEBVTT")):
    try:
        client.transcribe(sample, response_format=wanted)
        raise SystemExit("the client reads " + wanted)
    except ValueError as e:
        assert start.lower() in e.doc.lower() and "country" in e.doc, (wanted, e.doc)

fetched = client.transcribe_url(given["file_url"], language="en", diarize=False)
assert spoken in fetched["text"].lower()
missing = None
try:
    client.transcribe_url(given["file_url"] + "-not-there")
except STTError as e:
    missing = e
assert missing is not None and missing.status_code is None

models = client.models()["models"]
assert "base" in [m["id"] for m in models]
assert all(m.keys() >= {"id", "name", "languages", "speed", "description"} for m in models)
assert {"code": "en", "name": "english"} in client.languages()["languages"]
assert client.health()["status"] == "ok" and client.health()["gpu_available"] is False

os.environ["STT_API_KEY"] = given["key"]
assert STTClient(base_url=url).models() == client.models()
del os.environ["STT_API_KEY"]
try:
    STTClient(base_url=url)
    raise SystemExit("a client without a key")
except AuthError:
    pass

refused(AuthError, lambda: STTClient("wrong", base_url=url).transcribe(sample), 401)
refused(AuthError, lambda: STTClient(given["reader"], base_url=url).transcribe(sample), 403)
refused(AuthError, lambda: client.transcribe(sample, model="stt-ai-enhanced"), 403)
poor = refused(CreditError, lambda: STTClient(given["poor"], base_url=url).transcribe(sample), 402)
assert poor.message == "No credits remaining. Upgrade your plan.", poor
bad = refused(STTError, lambda: client.transcribe(given["text_file"]), 400)
assert "audio" in bad.message, bad
unknown = refused(STTError, lambda: client.transcribe(sample, model="nonsense"), 400)
assert "base" in unknown.message, unknown
hasty = STTClient(given["hasty"], base_url=url)
limited = None
for _ in range(4):
    try:
        hasty.transcribe(given["text_file"])
    except RateLimitError as e:
        limited = e
        break
    except STTError:
        pass
assert limited is not None and limited.status_code == 429 and 1 <= limited.retry_after <= 60, limited
summary = client.summarize("The bridge is closed. It is old, and nobody may cross it.", style="bullets")
assert "closed" in summary["summary"] and summary["style"] == "bullets", summary
try:
    client.transcribe(sample + ".not-there")
    raise SystemExit("a file that is not there")
except FileNotFoundError:
    pass
print("all of it")
