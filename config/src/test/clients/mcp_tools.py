"""
The tools of sttai-mcp 0.1.0 about transcripts, files, models and languages. They call methods that the published client has not yet:
its successor's, whose requests NewerClient makes, with the address replaced.
"""

import json
import os
import sys

import sttai
import sttai_mcp.server as tools

given = json.loads(sys.argv[1])
url, spoken = given["url"], "ask what you can do for your country"


class NewerClient(sttai.STTClient):
    def __init__(self, api_key=None):
        super().__init__(api_key, base_url=url)

    def _api(self, path, **params):
        return self._session.get(url + "/api/v1/transcripts/" + path, params=params, timeout=60)

    def list_transcripts(self, limit=20, offset=0, status=None):
        wanted = {"limit": limit, "offset": offset}
        if status:
            wanted["status"] = status
        return self._handle_response(self._api("", **wanted))

    def get_transcript(self, transcript_id):
        return self._handle_response(self._api(f"{transcript_id}/"))

    def export_transcript(self, transcript_id, fmt="txt"):
        answer = self._api(f"{transcript_id}/export/{fmt}/")
        if not answer.ok:
            return self._handle_response(answer)
        return answer.content if fmt in ("docx", "pdf") else answer.text


os.environ["STT_API_KEY"] = given["key"]
tools.STTClient = NewerClient
offered = set(tools.mcp.tools)
later = {"summarize_transcript", "analyze_transcript", "generate_from_transcript", "chat_with_transcript"}
assert offered - later == {
    "list_transcripts", "get_transcript", "export_transcript", "transcribe_url", "list_models", "list_languages"}, offered

made = tools.transcribe_url(given["file_url"], diarize=True, speakers=1)
assert spoken in made["text"].lower() and made["segments"] and made["language"] == "en" and made["duration"] > 10

page = tools.list_transcripts()
assert page["count"] == len(page["results"]) >= 1 and page["next"] is None and page["previous"] is None, page
first = page["results"][0]
assert first["id"] == made["id"] and first["slug"] == made["slug"] and first["status"] == "completed", first
assert first["title"] and first["created_at"] and first["duration"] > 10 and first["language"] == "en"
assert tools.list_transcripts(limit=1, offset=1000)["results"] == []
for status in ("completed", "processing", "failed", "queued", "canceled"):
    found = tools.list_transcripts(limit=100, status=status)
    assert all(each["status"] == status for each in found["results"]), found
    assert (found["count"] > 0) == (status == "completed"), found
for wrong in (lambda: tools.list_transcripts(limit=101), lambda: tools.list_transcripts(status="done")):
    try:
        wrong()
        raise SystemExit("taken")
    except sttai.STTError as e:
        assert e.status_code == 400, e

for name in (made["id"], str(made["id"]), made["slug"]):
    whole = tools.get_transcript(name)
    assert whole["id"] == made["id"] and spoken in whole["text"].lower(), whole
    segment = whole["segments"][0]
    assert segment["id"] and segment["order"] == 0 and segment["speaker"] == "Speaker 1" and segment["text"], segment
    assert segment["start"] <= segment["words"][0]["start"], segment
    assert whole["speakers"] == ["Speaker 1"]
try:
    tools.get_transcript("999999999")
    raise SystemExit("found")
except sttai.STTError as e:
    assert e.status_code == 404, e

exported = {fmt: tools.export_transcript(made["slug"], fmt) for fmt in ("txt", "srt", "vtt", "json", "csv")}
assert all("country" in text for text in exported.values()), exported
assert exported["vtt"].startswith("WEBVTT") and exported["srt"].startswith("1\n")
assert json.loads(exported["json"])["id"] == made["id"]
client = NewerClient()
assert client.export_transcript(made["id"], "pdf").startswith(b"%PDF") and client.export_transcript(made["id"], "docx")[:2] == b"PK"

assert "base" in [m["id"] for m in tools.list_models()["models"]]
assert len(tools.list_languages()["languages"]) >= 99
print("all of it")
