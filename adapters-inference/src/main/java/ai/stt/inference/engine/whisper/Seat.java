package ai.stt.inference.engine.whisper;

import ai.stt.inference.engine.whisper.search.Hypothesis;
import ai.stt.inference.engine.whisper.search.Search;
import ai.stt.inference.engine.whisper.search.TokenRules;
import ai.stt.inference.engine.whisper.search.TokenScores;
import ai.stt.inference.engine.whisper.text.Tokens;
import ai.stt.plugin.engine.WhisperRequest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/**
 * A job that takes part in the steps: its search, and whether what it found will do or is to be
 * searched for at a higher temperature ({@code decode_with_fallback} of openai/whisper). One thread
 * at a time.
 */
final class Seat {
  private static final float HOTTEST = 1.0f + 1e-3f;
  private static final int LARGEST_TEXT = 1 << 14;

  private final Job job;
  private final Tokens tokens;
  private final TokenRules rules;
  private final List<byte[]> vocabulary;
  private final int limit;
  private float temperature;
  private float noSpeech;
  private Search search;

  Seat(Job job, Tokens tokens, TokenRules rules, List<byte[]> vocabulary, int limit) {
    this.job = job;
    this.tokens = tokens;
    this.rules = rules;
    this.vocabulary = vocabulary;
    this.limit = limit;
    this.search = search();
  }

  Job job() {
    return job;
  }

  Search search() {
    var random = new SplittableRandom(job.frames() * 31L + Float.floatToIntBits(temperature));
    return Search.of(rules, job.beam(), limit, temperature, random);
  }

  Search current() {
    return search;
  }

  /** Where the token stands that each row is to continue from. */
  int place() {
    return job.prompt().length + search.size() - 1;
  }

  /** Takes note of what was expected behind the token that starts the transcript. */
  void hearSilence(TokenScores scores) {
    float logit = scores.other()[tokens.noSpeech() - tokens.end()];
    noSpeech = (float) Math.exp(logit - scores.sum());
  }

  /** Whether what was found is bad and may be better at the next temperature, which is then set. */
  boolean triesAgain() {
    WhisperRequest request = Objects.requireNonNull(job.request());
    Hypothesis best = search.best();
    float next = temperature + request.temperatureStep();
    boolean improbable = best.mean() < request.logProbabilityThreshold();
    boolean silent = improbable && noSpeech > request.noSpeechThreshold();
    boolean bad = improbable || compression(best) > request.compressionThreshold();
    if (silent || !bad || request.temperatureStep() <= 0 || next > HOTTEST) {
      return false;
    }
    temperature = next;
    search = search();
    return true;
  }

  Job.Text text(float[] attention) {
    return new Job.Text(search.best(), temperature, noSpeech, attention);
  }

  /** How many times smaller the text becomes by zlib. */
  private double compression(Hypothesis text) {
    var bytes = new ByteArrayOutputStream();
    for (int token : text.tokens()) {
      if (token < tokens.end() && token < vocabulary.size()) {
        bytes.writeBytes(vocabulary.get(token));
      }
    }
    if (bytes.size() == 0) {
      return 0;
    }
    try (var deflater = new Deflater()) {
      deflater.setInput(bytes.toByteArray());
      deflater.finish();
      return (double) bytes.size() / deflater.deflate(new byte[LARGEST_TEXT]);
    }
  }
}
