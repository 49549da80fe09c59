"""How fast each container is decoded to mono 16 kHz, against the ffmpeg program on the same file."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import imageio_ffmpeg

from . import product
from .places import BENCHMARKS, work
from .processes import run
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
        f"16 kHz; medians of {repeat}. Ours: a warm server's decoding, from opening the file to the last sample in our hands, the "
        "child process and the pipe from it included. ffmpeg: its program, whole process, output thrown away; it spreads a file "
        "over several threads where we use one."
    )
    files = {name: _made(name, speech) for name in FORMATS}
    ours = {} if peers_only else _ours(list(files.values()), repeat)
    lines = []
    for name, file in files.items():
        theirs, theirs_processor = _ffmpeg(file, repeat)
        mine = ours.get(str(file))
        lines.append([
            name, f"{file.stat().st_size / 1e6:.1f}",
            *([f"{mine:.2f}", f"{SECONDS / mine:.0f}", ratio(mine, theirs), ratio(mine, theirs_processor)] if mine else [""] * 4),
            f"{theirs:.2f}", f"{theirs_processor:.2f}",
        ])
    section.say(table(["format", "MB", "**stt**, s", "x real time", "speed against ffmpeg", "against its processor time",
                       "ffmpeg, s", "ffmpeg, processor s"], lines))
    return section


def _made(name: str, speech: Recording) -> Path:
    file = work("media", f"{SECONDS}.{name}")
    if not file.exists():
        part = file.with_suffix(f".part.{name}")
        picture = PICTURE if "-c:v" in FORMATS[name] else []
        run([imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", "-stream_loop", "-1", "-i", speech.audio, *picture,
             "-t", SECONDS, "-ac", "2", "-ar", "44100", *FORMATS[name], part])
        part.rename(file)
    return file


def _ours(files: list[Path], repeat: int) -> dict[str, float]:
    libraries = product.libraries()
    done = run([product.jdk() / "bin" / "java", "--enable-native-access=ALL-UNNAMED", "-cp", f"{libraries}/*",
                BENCHMARKS / "java" / "DecodeSpeed.java", work("cache", "media"), repeat, *files])
    seconds: dict[str, list[float]] = {}
    for line in done.stdout.splitlines():
        file, taken, samples = line.split("\t")
        if abs(int(samples) / RATE - SECONDS) > 1:
            raise SystemExit(f"benchmarks: {file} was decoded to {int(samples) / RATE:.1f} s, not {SECONDS}")
        seconds.setdefault(file, []).append(float(taken))
    return {file: median(taken) for file, taken in seconds.items()}


def _ffmpeg(file: Path, repeat: int) -> tuple[float, float]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-i", file, "-vn", "-ac", "1", "-ar", RATE,
               "-f", "f32le", "-y", "/dev/null"]
    runs = [run(command) for _ in range(repeat + 1)][1:]
    return median(done.seconds for done in runs), median(done.processor_seconds for done in runs)
