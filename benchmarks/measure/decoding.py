"""How fast each container is decoded to mono 16 kHz, against the ffmpeg program on the same file."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from statistics import median

import imageio_ffmpeg

from .java_worker import JavaWorker
from .places import work
from .processes import CommandFailed, Finished, run
from .speech import RATE, Recording
from .tables import Section, ratio, table

SECONDS = 600
PICTURE = ["-f", "lavfi", "-i", f"testsrc=size=160x120:rate=25:duration={SECONDS}"]
FORMATS = {
    "mp3": ["-c:a", "libmp3lame", "-b:a", "128k"],
    "wav": ["-c:a", "pcm_s16le"],
    "flac": ["-c:a", "flac"],
    "ogg": ["-c:a", "libvorbis"],
    "m4a": ["-c:a", "aac"],
    "aac": ["-c:a", "aac"],
    "opus": ["-c:a", "libopus", "-ar", "48000"],
    "wma": ["-c:a", "wmav2"],
    "mp4": ["-c:a", "aac", "-c:v", "libx264", "-preset", "ultrafast"],
    "webm": ["-c:a", "libopus", "-ar", "48000", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"],
    "mkv": ["-c:a", "flac", "-c:v", "libx264", "-preset", "ultrafast"],
    "avi": ["-c:a", "libmp3lame", "-c:v", "mpeg4"],
    "mov": ["-c:a", "pcm_s16le", "-c:v", "mpeg4"],
    "wmv": ["-c:a", "wmav2", "-c:v", "wmv2"],
    "mpg": ["-c:a", "mp2", "-c:v", "mpeg1video"],
    "mpeg": ["-c:a", "ac3", "-c:v", "mpeg2video"],
}


def containers(speech: Recording, repeat: int, peers_only: bool) -> Section:
    """One row a format."""
    section = Section("decoding", "Decoding")
    section.say(
        f"{SECONDS // 60} minutes of stereo speech a format, 44.1 or 48 kHz, with a small picture in the video formats, to mono float32 "
        f"16 kHz; medians of {repeat}, in turn. Ours: a warm server's decoding, from opening the file to the last sample in our hands, the "
        "child process and the pipe from it included. ffmpeg: its program, whole process, output thrown away; it spreads a file "
        "over several threads where we use one."
    )
    lines = []
    with nullcontext() if peers_only else JavaWorker("DecodeSpeed", work("cache", "media")) as ours:
        for name in FORMATS:
            lines.append(_row(name, _made(name, speech), ours, repeat))
    section.say(table(["format", "MB", "**stt**, s", "x real time", "speed against ffmpeg", "against its processor time",
                       "ffmpeg, s", "ffmpeg, processor s"], lines))
    return section


def _row(name: str, file: Path, ours: JavaWorker | None, repeat: int) -> list[str]:
    mine, theirs, processor = [], [], []
    for _ in range(repeat + 1):
        if ours:
            mine.append(_our_seconds(ours, file))
        done = _ffmpeg(file)
        theirs.append(done.seconds)
        processor.append(done.processor_seconds)
    their_seconds, their_processor = median(theirs[1:]), median(processor[1:])  # the first one warms
    row = [name, f"{file.stat().st_size / 1e6:.1f}"]
    if ours:
        seconds = median(mine[1:])
        row += [f"{seconds:.2f}", f"{SECONDS / seconds:.0f}", ratio(seconds, their_seconds), ratio(seconds, their_processor)]
    else:
        row += [""] * 4
    return [*row, f"{their_seconds:.2f}", f"{their_processor:.2f}"]


def _made(name: str, speech: Recording) -> Path:
    file = work("media", f"{SECONDS}.{name}")
    if not file.exists():
        part = file.with_suffix(f".part.{name}")
        picture = PICTURE if "-c:v" in FORMATS[name] else []
        run([imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", "-stream_loop", "-1", "-i", speech.audio, *picture,
             "-t", SECONDS, "-ac", "2", "-ar", "44100", *FORMATS[name], part])
        part.rename(file)
    return file


def _our_seconds(decoder: JavaWorker, file: Path) -> float:
    seconds, samples = decoder.ask(file)
    if abs(int(samples) / RATE - SECONDS) > 1:
        raise CommandFailed(f"{file.name} was decoded to {int(samples) / RATE:.1f} s, not {SECONDS}")
    return float(seconds)


def _ffmpeg(file: Path) -> Finished:
    return run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-i", file, "-vn", "-ac", "1", "-ar", RATE,
                "-f", "f32le", "-y", "/dev/null"])
