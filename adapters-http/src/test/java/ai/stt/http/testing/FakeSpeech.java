package ai.stt.http.testing;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * "Media" whose first bytes say what happens: {@code say:WORDS} is heard as these words, {@code
 * silence} as none, {@code sleep:MILLIS} takes that long, {@code wait} lasts until it is canceled,
 * {@code crash} fails inside; all else is no media. Thread-safe.
 */
public final class FakeSpeech implements MediaDecoder, Transcriber {
  private static final int SCRIPT_BYTES = 64;

  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger canceled = new AtomicInteger();

  /** Transcriptions that run now. */
  public int running() {
    return running.get();
  }

  /** Transcriptions that were canceled while they ran. */
  public int canceled() {
    return canceled.get();
  }

  @Override
  public DecodedAudio open(Path file) {
    String script = script(file);
    if (!script.matches("(?s)(say:|silence|sleep:|wait|crash).*")) {
      throw new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "file: no audio was found in it");
    }
    return new OneChunk(script);
  }

  private static String script(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(SCRIPT_BYTES), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Transcript transcribe(
      PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
      throws InterruptedException {
    PcmChunk chunk = audio.read();
    var script = new StringBuilder();
    for (float sample : chunk == null ? new float[0] : chunk.samples()) {
      script.append((char) (int) sample);
    }
    running.incrementAndGet();
    try {
      return perform(script.toString(), options, listener);
    } finally {
      running.decrementAndGet();
    }
  }

  private Transcript perform(
      String script, TranscriptionOptions options, TranscriptionListener listener)
      throws InterruptedException {
    String language = options.language() == null ? "en" : options.language();
    if (script.startsWith("crash")) {
      throw new IllegalStateException("secret detail of the engine");
    }
    if (script.startsWith("silence")) {
      return new Transcript(language, 0.5, 2, List.of());
    }
    if (script.startsWith("say:")) {
      return heard(language, script.substring("say:".length()).strip());
    }
    long millis =
        script.startsWith("sleep:")
            ? Long.parseLong(script.substring("sleep:".length()).strip())
            : Long.MAX_VALUE / 4;
    for (long slept = 0; slept < millis; slept += 10) {
      if (listener.isCanceled()) {
        canceled.incrementAndGet();
        throw new SpeechException(ErrorCode.CANCELED, "canceled");
      }
      Thread.sleep(10);
    }
    return heard(language, "rested");
  }

  /** Every word takes a third of a second, so that rounding is seen. */
  private static Transcript heard(String language, String text) {
    var words = new ArrayList<Word>();
    for (String word : text.split(" +", -1)) {
      int n = words.size();
      words.add(new Word(word, n / 3.0, (n + 1) / 3.0, 0.987654321, null));
    }
    double end = words.getLast().end();
    return new Transcript(
        language, 0.98765, end + 1, List.of(new Segment(0, end, text, 0.95, words, null)));
  }

  @Override
  public void close() {}

  private static final class OneChunk implements DecodedAudio {
    private @Nullable PcmChunk next;

    private OneChunk(String script) {
      float[] samples = new float[script.length()];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = script.charAt(i);
      }
      next = new PcmChunk(0, samples);
    }

    @Override
    public OptionalDouble claimedDuration() {
      return OptionalDouble.empty();
    }

    @Override
    public @Nullable PcmChunk read() {
      PcmChunk chunk = next;
      next = null;
      return chunk;
    }

    @Override
    public void close() {}
  }
}
