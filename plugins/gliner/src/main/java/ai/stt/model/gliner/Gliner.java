package ai.stt.model.gliner;

import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.recognition.EntityRecogniser;
import ai.stt.plugin.recognition.FoundEntity;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/**
 * The model in memory. A text of any length is read in windows that overlap, one a run: nothing is
 * padded, so neighbours change no number, a run ends soon, and an export whose LSTM is bound to a
 * batch of one runs, too.
 */
final class Gliner implements EntityRecogniser {
  private static final int MOST_KINDS = 16;

  /** Runs at the same time; each uses all threads and some hundred megabytes. */
  private static final int LANES = 2;

  private static final String LOGITS = "logits";

  private final OnnxSession graph;
  private final GlinerConfig config;
  private final SubWords subWords;
  private final Semaphore lanes = new Semaphore(LANES, true);

  private Gliner(OnnxSession graph, GlinerConfig config, SubWords subWords) {
    this.graph = graph;
    this.config = config;
    this.subWords = subWords;
  }

  /**
   * A model that has read a few words, so that its graph is known to take and give what it should.
   *
   * @throws IllegalArgumentException when it does not; the graph is closed then
   */
  static Gliner checked(OnnxSession graph, GlinerConfig config, SubWords subWords) {
    var model = new Gliner(graph, config, subWords);
    boolean good = false;
    try {
      List<String> kinds = List.of("person", "place");
      var window = new Window("Ada Lovelace, London.", config, subWords, model.prompt(kinds));
      while (window.move()) {
        model.logits(window, kinds.size());
      }
      good = true;
      return model;
    } catch (IllegalStateException | SpeechException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } finally {
      if (!good) {
        graph.close();
      }
    }
  }

  @Override
  public List<FoundEntity> recognise(String text, List<String> kinds, float least)
      throws InterruptedException {
    if (kinds.size() > MOST_KINDS || !(least >= 0 && least <= 1)) {
      throw new IllegalArgumentException(
          "%d kinds, of which %d may be, or not in 0..1: %s"
              .formatted(kinds.size(), MOST_KINDS, least));
    }
    if (kinds.isEmpty()) {
      return List.of();
    }
    var window = new Window(text, config, subWords, prompt(kinds));
    List<FoundEntity> all = new ArrayList<>();
    while (window.move()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      all.addAll(Likeliest.of(candidates(window, kinds, least)));
    }
    return Likeliest.of(all);
  }

  /** The kinds, each behind a mark, and a mark behind the last. */
  private int[] prompt(List<String> kinds) {
    int[] mark = {subWords.mark(config.entityMark())};
    int[] end = {subWords.mark(config.endMark())};
    int[] prompt =
        IntStream.concat(
                kinds.stream()
                    .flatMapToInt(
                        kind ->
                            IntStream.concat(IntStream.of(mark), IntStream.of(subWords.of(kind)))),
                IntStream.of(end))
            .toArray();
    if (prompt.length > config.maxPieces() / 2) {
      throw new IllegalArgumentException("the kinds are too long for the model");
    }
    return prompt;
  }

  private List<FoundEntity> candidates(Window window, List<String> kinds, float least)
      throws InterruptedException {
    lanes.acquire();
    float[] logits;
    try {
      logits = logits(window, kinds.size());
    } finally {
      lanes.release();
    }
    List<FoundEntity> found = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      int first = i / kinds.size() / config.maxWidth();
      int last = first + i / kinds.size() % config.maxWidth();
      float score = (float) (1 / (1 + Math.exp(-logits[i])));
      if (last < window.words() && score > least) {
        int start = window.place(first).start();
        int end = window.place(last).end();
        found.add(new FoundEntity(kinds.get(i % kinds.size()), start, end, score));
      }
    }
    return found;
  }

  /**
   * Of every span of a window and every kind, {@code [words, width, kinds]}; exports differ in
   * whether words and width are one dimension.
   */
  private float[] logits(Window window, int kinds) {
    OnnxOutputs outputs = graph.run(window.inputs());
    float[] logits = outputs.floats(LOGITS);
    List<Long> shape = outputs.get(LOGITS).shape();
    int spans = window.words() * config.maxWidth();
    if (logits.length != spans * kinds || shape.getLast() != kinds) {
      throw new IllegalStateException(
          "the graph gives logits of the shape %s for %d spans and %d kinds"
              .formatted(shape, spans, kinds));
    }
    for (float logit : logits) {
      if (Float.isNaN(logit)) {
        throw new IllegalStateException("the model computes what are no numbers");
      }
    }
    return logits;
  }

  @Override
  public void close() {
    graph.close();
  }
}
