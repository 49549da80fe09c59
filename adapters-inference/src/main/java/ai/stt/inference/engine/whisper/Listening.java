package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.search.TokenScores;
import ai.stt.inference.engine.whisper.text.Tokens;
import java.lang.foreign.Arena;
import java.util.Arrays;

/** Hears which language a window is in ({@code detect_language} of openai/whisper). */
final class Listening {
  private Listening() {}

  /**
   * Hears a window, and keeps what was heard for a text to come.
   *
   * @throws OutOfMemoryError when there is no memory for one window
   */
  @SuppressWarnings("MustBeClosed") // freed by whoever is given the window
  static Job.Languages forLanguages(Network network, Tokens tokens, Job job) throws OrtException {
    Arena arena = Arena.ofShared();
    try (Arena passing = Arena.ofConfined()) {
      var sound = new HeardSound(arena, network.shape(), network.precision(), 1, job.positions());
      network.encode(job.mel(), sound, 0);
      var text = new WrittenText(passing, network.shape(), 1, 8);
      var scores = new StepScores(passing, network.shape(), 1, 1);
      int[][] start = {{tokens.start()}};
      network.step(start, new int[1], new int[1], sound, 0, 1, text, 0, scores);
      return new Job.Languages(probabilities(scores.at(0), tokens), new HeardWindow(sound, arena));
    } catch (OrtException | RuntimeException | OutOfMemoryError e) {
      arena.close();
      throw e;
    }
  }

  /** Of the languages alone, behind the token that starts a transcript. */
  private static float[] probabilities(TokenScores scores, Tokens tokens) {
    int first = tokens.firstLanguage() - tokens.end();
    float[] values = Arrays.copyOfRange(scores.other(), first, first + tokens.languages().size());
    double most = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(value - most);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.exp(values[i] - most) / sum);
    }
    return values;
  }
}
