"""
The tools of sttai-mcp 0.1.0. They call methods that the published client has not yet:
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

    def _post(self, path, **body):
        said = {name: value for name, value in body.items() if value is not None}
        return self._handle_response(self._session.post(url + "/api/v1/transcripts/" + path, json=said, timeout=60))

    def transcript_summarize(self, transcript_id, force=False):
        path = f"{transcript_id}/summarize/"
        return self._post(path, force=True) if force else self._handle_response(self._api(path))

    def transcript_analyze(self, transcript_id, kinds=None):
        return self._post(f"{transcript_id}/analyze/", kinds=kinds)

    def transcript_generate(self, transcript_id, kind, prompt=None):
        return self._post(f"{transcript_id}/generate/", kind=kind, prompt=prompt)

    def transcript_chat(self, transcript_id, message, session_id=None):
        return self._post(f"{transcript_id}/chat/", message=message, session_id=session_id)


os.environ["STT_API_KEY"] = given["key"]
tools.STTClient = NewerClient
offered = set(tools.mcp.tools)
assert offered == {
    "summarize_transcript", "analyze_transcript", "generate_from_transcript", "chat_with_transcript", "list_transcripts", "get_transcript", "export_transcript", "transcribe_url", "list_models", "list_languages"}, offered

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

# No language model is installed here: what is chosen from the text is there, what has to be written is 503.
summary = tools.summarize_transcript(made["slug"])
assert "country" in summary["summary"].lower() and summary["model"] and summary["style"] == "brief", summary
assert tools.summarize_transcript(made["id"])["summary"] == summary["summary"] == tools.summarize_transcript(made["id"], force=True)["summary"]
kinds = ["sentiment", "topics", "entities", "action_items", "questions", "pii"]
found = tools.analyze_transcript(made["id"])
assert all(kind in found for kind in kinds), found
assert found["sentiment"]["label"] and isinstance(found["topics"], list) and found["pii"]["redacted_text"], found
some = tools.analyze_transcript(made["id"], ["questions", "pii"])
assert "questions" in some and "pii" in some and "topics" not in some, some
notes = tools.generate_from_transcript(made["id"], "meeting_notes", "be short")
assert notes["content"] and notes["type"] == "meeting_notes", notes
for kind in ("blog_post", "social_twitter", "social_linkedin", "study_guide", "flashcards", "quiz", "newsletter"):
    try:
        tools.generate_from_transcript(made["id"], kind)
        raise SystemExit("written by nobody")
    except sttai.STTError as e:
        assert e.status_code == 503 and "stt models pull" in e.message, e
assert tools.generate_from_transcript(made["id"], "podcast_show_notes")["content"]
answer = tools.chat_with_transcript(made["id"], "What can you do for your country?")
source = answer["sources"][0]
assert "country" in answer["answer"] and source["segment_id"] == segment["id"] and spoken in source["text"].lower(), answer
assert source["start_time"] == segment["start"] and answer["session_id"], answer
assert tools.chat_with_transcript(made["id"], "And who asks?", answer["session_id"])["session_id"] == answer["session_id"]
try:
    tools.analyze_transcript(made["id"], ["mood"])
    raise SystemExit("analysed")
except sttai.STTError as e:
    assert e.status_code == 400 and "sentiment" in e.message, e

assert "base" in [m["id"] for m in tools.list_models()["models"]]
assert len(tools.list_languages()["languages"]) >= 99
print("all of it")
