package ai.stt.inference.media.child;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import ai.stt.inference.media.wire.Format;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.javacpp.Loader;

/** Decodes with FFmpeg, loaded once at construction. One thread. */
final class FfmpegDecoding implements FileDecoding {
  /** FFmpeg's own lid on a single allocation, which holds on every system. */
  private static final long MAX_ALLOCATION_BYTES = 256L << 20;

  FfmpegDecoding() {
    for (Class<?> library :
        new Class<?>[] {avutil.class, swresample.class, avcodec.class, avformat.class}) {
      Loader.load(library);
    }
    av_log_set_level(AV_LOG_QUIET);
    av_max_alloc(MAX_ALLOCATION_BYTES);
  }

  @Override
  public int decode(Path file, Format format, Answer answer) throws Refusal, IOException {
    try (var input = new FileInput(file, answer::stopped);
        AudioTrack track = OpenTrack.open(input);
        var resampler =
            new Resampler(format.sampleRateHz(), format.channels(track.header()), answer)) {
      answer.header(track.header());
      AVFrame frame;
      while ((frame = track.next(answer::stopped)) != null) {
        resampler.silence(track.silenceBefore());
        resampler.accept(frame);
      }
      resampler.finish();
      if (!answer.heard() && !answer.stopped()) {
        throw new Refusal(
            track.damaged() > 0
                ? "the audio is damaged: none of it can be decoded; check the file and try again"
                : "the audio track is empty; upload a file that holds sound");
      }
      return track.damaged();
    }
  }
}
