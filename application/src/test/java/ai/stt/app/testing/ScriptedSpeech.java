package ai.stt.app.testing;

import ai.stt.app.model.EnginesLost;
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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * "Recordings" that say what happens, one word a second: {@code SECONDS say WORDS} is heard as
 * these words, a segment for each sentence, spoken by A and B in turns; {@code SECONDS until FILE}
 * goes on once that file is there; {@code SECONDS fail} fails inside, {@code SECONDS never} for
 * want of memory; {@code SECONDS crash} ends its engines; {@code SECONDS late} has none at first.
 * Everything else is no media. Thread-safe.
 */
public final class ScriptedSpeech implements MediaDecoder, Transcriber {
  private static final int SCRIPT_SAMPLES = 4000;

  /** Tries at {@code late} without engines. */
  private static final int MANY = 25;

  private final AtomicInteger transcribed = new AtomicInteger();

  /** How many transcriptions have begun. */
  public int transcribed() {
    return transcribed.get();
  }

  @Override
  public DecodedAudio open(Path file) {
    try {
      String script = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (!script.matches("(?s)\\d+ (say|until|fail|never|crash|late).*")
          || script.length() > SCRIPT_SAMPLES) {
        throw new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "file: no audio was found in it");
      }
      return new Audio(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Transcript transcribe(
      PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
      throws InterruptedException {
    transcribed.incrementAndGet();
    String[] script = script(audio).split(" ", 3);
    double seconds = Double.parseDouble(script[0]);
    String action = script[1].strip();
    if (action.equals("never")) {
      throw new SpeechException(ErrorCode.OVERLOADED, "there is no memory for this");
    }
    if (action.equals("crash")) {
      throw EnginesLost.told(new IllegalStateException("it ended"));
    }
    if (action.equals("late") && transcribed.get() <= MANY) {
      throw EnginesLost.awaited(Duration.ofMillis(1));
    }
    if (action.equals("fail")) {
      throw new IllegalStateException("secret detail of the engine");
    }
    listener.onProgress(seconds / 2);
    while (action.equals("until") && !Files.exists(Path.of(script[2].strip()))) {
      if (listener.isCanceled()) {
        throw new SpeechException(ErrorCode.CANCELED, "canceled");
      }
      Thread.sleep(5);
    }
    listener.onProgress(seconds);
    String text = script.length < 3 || action.equals("until") ? "It came." : script[2].strip();
    String language = options.language() == null ? "en" : options.language();
    return new Transcript(language, 0.9, seconds, segments(text, seconds));
  }

  private static String script(PcmSource audio) throws InterruptedException {
    var script = new StringBuilder();
    for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
      for (float sample : chunk.samples()) {
        if (sample != 0) {
          script.append((char) sample);
        }
      }
    }
    return script.toString();
  }

  private static List<Segment> segments(String text, double seconds) {
    var segments = new ArrayList<Segment>();
    int at = 0;
    for (String sentence : text.isEmpty() ? new String[0] : text.split("(?<=\\.) ", -1)) {
      String speaker = segments.size() % 2 == 0 ? "A" : "B";
      var words = new ArrayList<Word>();
      for (String word : sentence.split(" ", -1)) {
        double start = Math.min(at, seconds);
        at++;
        words.add(new Word(word, start, Math.min(at, seconds), 0.9, speaker));
      }
      segments.add(
          new Segment(
              words.getFirst().start(), words.getLast().end(), sentence, 0.8, words, speaker));
    }
    return segments;
  }

  @Override
  public void close() {}

  private static final class Audio implements DecodedAudio {
    private final String script;
    private final long samples;
    private long at;

    private Audio(String script) {
      this.script = script;
      this.samples =
          Long.parseLong(script.substring(0, script.indexOf(' '))) * PcmChunk.SAMPLE_RATE_HZ;
    }

    @Override
    public OptionalDouble claimedDuration() {
      return OptionalDouble.empty();
    }

    @Override
    public @Nullable PcmChunk read() {
      if (at == samples) {
        return null;
      }
      var second = new float[PcmChunk.SAMPLE_RATE_HZ];
      for (int i = 0; at == 0 && i < script.length(); i++) {
        second[i] = script.charAt(i);
      }
      var chunk = new PcmChunk(at, second);
      at += second.length;
      return chunk;
    }

    @Override
    public void close() {}
  }
}
