package ai.stt.app.enhanced;

import ai.stt.app.model.Lease;
import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A transcriber behind an enhancer that is used only when the start of a recording is noisy, or on
 * what was heard doubtfully, so that clean speech is heard as without it. Thread-safe; owns neither
 * model.
 */
final class EnhancedTranscriber implements Transcriber {
  /** Under it the enhancer is used: measured with gain at 0 and 5 dB, and not between 5 and 20. */
  static final double NOISY_DB = 12;

  /**
   * Whisper hears what an enhancer does to speech: taking all noise out made it worse than the
   * noise, a fifth of it left in made it better.
   */
  private static final EnhancementOptions SOME = new EnhancementOptions(14);

  private static final int WIDE_BEAM = 5;

  /** Samples on which the noise is measured: half a minute, two megabytes. */
  private static final long MEASURED = 30L * PcmChunk.SAMPLE_RATE_HZ;

  /** Five seconds: of less no language can be told. */
  private static final int LEAST_UNNAMED = 5 * PcmChunk.SAMPLE_RATE_HZ;

  private static final double SURE = 0.8;

  private final Transcriber transcriber;
  private final Enhancers enhancers;

  /** Where an enhancer is borrowed when one is needed. */
  @FunctionalInterface
  interface Enhancers {
    Lease<Enhancer> lease() throws InterruptedException;
  }

  EnhancedTranscriber(Transcriber transcriber, Enhancers enhancers) {
    this.transcriber = transcriber;
    this.enhancers = enhancers;
  }

  @Override
  public Transcript transcribe(
      PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
      throws InterruptedException {
    if (options.live()) {
      return transcriber.transcribe(audio, options, listener);
    }
    int beam = Math.max(WIDE_BEAM, options.beamSize());
    var wide = new TranscriptionOptions(options.language(), options.prompt(), beam);
    var measured = new Measured(audio);
    if (!measured.noisy()) {
      return hearTwice(measured, wide, listener);
    }
    try (Lease<Enhancer> enhancer = enhancers.lease();
        var cleaned = new CleanedAudio(measured, enhancer.model(), SOME)) {
      return transcriber.transcribe(cleaned, wide, listener);
    }
  }

  private Transcript hearTwice(
      PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
      throws InterruptedException {
    var remembered = new RememberedAudio(audio);
    var second =
        new SecondHearing(
            remembered, piece -> withoutNoise(piece, options, listener::isCanceled), listener);
    Transcript transcript = second.finish(transcriber.transcribe(remembered, options, second));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return transcript;
  }

  /** A piece whose language is not named is heard only when it can tell it. */
  private List<Segment> withoutNoise(
      PcmChunk piece, TranscriptionOptions options, BooleanSupplier canceled)
      throws InterruptedException {
    boolean named = options.language() != null;
    if (!named && piece.samples().length < LEAST_UNNAMED) {
      return List.of();
    }
    try (Lease<Enhancer> enhancer = enhancers.lease();
        var cleaned = new CleanedAudio(new OnePiece(piece), enhancer.model(), SOME)) {
      Transcript heard = transcriber.transcribe(cleaned, options, until(canceled));
      return named || heard.languageProbability() >= SURE ? heard.segments() : List.of();
    }
  }

  private static TranscriptionListener until(BooleanSupplier canceled) {
    return new TranscriptionListener() {
      @Override
      public boolean isCanceled() {
        return canceled.getAsBoolean();
      }
    };
  }

  @Override
  public void close() {}

  /** A recording of one chunk. */
  private static final class OnePiece implements PcmSource {
    private @Nullable PcmChunk piece;

    OnePiece(PcmChunk piece) {
      this.piece = piece;
    }

    @Override
    public @Nullable PcmChunk read() {
      PcmChunk next = piece;
      piece = null;
      return next;
    }

    @Override
    public void close() {}
  }

  /** A recording whose start was heard to measure its noise. */
  private static final class Measured implements PcmSource {
    private final PcmSource audio;
    private final Deque<PcmChunk> ahead = new ArrayDeque<>();
    private final NoiseLevel noise = new NoiseLevel();

    Measured(PcmSource audio) throws InterruptedException {
      this.audio = audio;
      long samples = 0;
      while (samples < MEASURED) {
        PcmChunk chunk = audio.read();
        if (chunk == null) {
          break;
        }
        ahead.add(chunk);
        noise.add(chunk);
        samples += chunk.samples().length;
      }
    }

    boolean noisy() {
      return noise.decibels() < NOISY_DB;
    }

    @Override
    public @Nullable PcmChunk read() throws InterruptedException {
      return ahead.isEmpty() ? audio.read() : ahead.removeFirst();
    }

    @Override
    public void close() {}
  }
}
