"""What Schemathesis sends in place of some of what it makes up."""

import struct

import schemathesis

RATE = 16_000
SILENCE = (
    b"RIFF" + struct.pack("<I", 36 + RATE // 2) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    + b"data" + struct.pack("<I", RATE // 2) + bytes(RATE // 2)
)
CLOSED = "http://127.0.0.1:9/closed"
MADE = {"count": 0}


@schemathesis.serializer("application/offset+octet-stream")
def piece(context, value):
    """The bytes of a resumable upload, as they are."""
    data = getattr(value, "data", value)
    return data if isinstance(data, bytes) else str(data).encode()


@schemathesis.hook
def before_call(context, case, kwargs):
    """No address that leads out of this machine; and every second file is a recording, of a quarter of a second."""
    if not isinstance(case.body, dict):
        return
    body = dict(case.body)  # cases share their parts
    for name in ("url", "webhook_url"):
        if isinstance(body.get(name), str):
            body[name] = CLOSED
    takes_sound = case.operation.path in ("/v1/transcribe", "/v1/enhance-audio")
    file = body.get("file")
    if takes_sound and hasattr(file, "data") and case.meta.generation.mode.is_positive:
        MADE["count"] += 1
        if MADE["count"] % 2:
            body["file"] = type(file)(SILENCE)
            body.pop("model", None)
    case.body = body
