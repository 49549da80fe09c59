package ai.stt.config.cli;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.config.wiring.Program;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code stt live} listens to. One thread. */
sealed interface LiveAudio extends AutoCloseable {
  /** The next samples, mono at 16 kHz; null at the end. */
  float @Nullable [] read() throws IOException, InterruptedException;

  @Override
  void close();

  /** A file, standard input, or the microphone when nothing is named. */
  static LiveAudio open(Program program, @Nullable String name, Console console)
      throws IOException, InterruptedException {
    if (name == null) {
      return Raw.microphone(console);
    }
    if (name.equals("-")) {
      return new Raw(System.in, null);
    }
    Path media = Path.of(name);
    if (!Files.isReadable(media) || Files.isDirectory(media)) {
      throw new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "no such file, or not readable");
    }
    return new Played(program.get(MediaDecoder.class).open(media));
  }

  /** A file at the speed at which it would be heard. */
  final class Played implements LiveAudio {
    private static final int PIECE = PcmChunk.SAMPLE_RATE_HZ / 10;

    private final DecodedAudio audio;
    private final long began = System.nanoTime();
    private @Nullable PcmChunk chunk;
    private int at;

    Played(DecodedAudio audio) {
      this.audio = audio;
    }

    @Override
    public float @Nullable [] read() throws InterruptedException {
      PcmChunk now = chunk;
      if (now == null || at == now.samples().length) {
        now = audio.read();
        chunk = now;
        at = 0;
      }
      if (now == null) {
        return null;
      }
      int end = Math.min(now.samples().length, at + PIECE);
      float[] piece = Arrays.copyOfRange(now.samples(), at, end);
      at = end;
      long due = (long) (PcmChunk.seconds(now.startSample() + end) * 1e9);
      long early = due - (System.nanoTime() - began);
      Thread.sleep(Math.max(0, early / 1_000_000));
      return piece;
    }

    @Override
    public void close() {
      audio.close();
    }
  }

  /** Raw PCM, s16le at 16 kHz, mono, as it comes. */
  final class Raw implements LiveAudio {
    private static final List<List<String>> RECORDERS =
        List.of(
            List.of("arecord", "-q", "-f", "S16_LE", "-r", "16000", "-c", "1", "-t", "raw"),
            List.of(
                "rec", "-q", "-t", "raw", "-r", "16000", "-e", "signed", "-b", "16", "-c", "1",
                "-"),
            List.of(
                "ffmpeg",
                "-loglevel",
                "error",
                "-f",
                system(),
                "-i",
                input(),
                "-ar",
                "16000",
                "-ac",
                "1",
                "-f",
                "s16le",
                "-"));

    private final InputStream in;
    private final @Nullable Process recorder;
    private final byte[] buffer = new byte[3200];

    Raw(InputStream in, @Nullable Process recorder) {
      this.in = in;
      this.recorder = recorder;
    }

    static Raw microphone(Console console) {
      for (List<String> command : RECORDERS) {
        try {
          Process process =
              new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
          console.note("listening with %s; Ctrl-C ends".formatted(command.getFirst()));
          return new Raw(process.getInputStream(), process);
        } catch (IOException e) {
          // This one is not installed: the next.
        }
      }
      throw new SpeechException(
          ErrorCode.UNSUPPORTED_MEDIA,
          "no program that records was found (arecord, rec of SoX, or ffmpeg); install one, or pipe"
              + " s16le at 16 kHz, mono, into 'stt live -'");
    }

    @Override
    public float @Nullable [] read() throws IOException {
      int count = in.readNBytes(buffer, 0, 2);
      if (count < 2) {
        return null;
      }
      // What is there now, so that a slow speaker is not waited for.
      count += in.readNBytes(buffer, 2, Math.min(buffer.length - 2, in.available()) / 2 * 2);
      var samples = new float[count / 2];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (buffer[2 * i + 1] << 8 | (buffer[2 * i] & 0xFF)) / 32768f;
      }
      return samples;
    }

    @Override
    public void close() {
      if (recorder != null) {
        recorder.destroy();
      }
    }

    private static boolean isMac() {
      return System.getProperty("os.name", "").startsWith("Mac");
    }

    private static String system() {
      return isMac() ? "avfoundation" : "pulse";
    }

    private static String input() {
      return isMac() ? ":0" : "default";
    }
  }
}
