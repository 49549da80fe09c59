package ai.stt.app.text;

import ai.stt.app.model.Lease;
import ai.stt.app.writing.CallsInTurn;
import ai.stt.app.writing.CutText;
import ai.stt.app.writing.TextPart;
import ai.stt.app.writing.Writer;
import ai.stt.app.writing.WritingListener;
import ai.stt.plugin.generation.TextGenerator;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a language model write about texts of any length: part by part, in no more than {@value
 * #MOST_PARTS} parts. Of a longer text, sentences that are spread over all of it stand for the
 * rest. Thread-safe; work ends when its thread is interrupted.
 */
public final class WriteText {
  static final int MOST_PARTS = 12;

  /** As many as a language model lets wait. */
  private static final int CALLS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(WriteText.class);

  private final TextModels models;
  private final ReadText read;
  private final UnaryOperator<Runnable> carry;
  private final Semaphore places;

  /** Writes with these models. */
  public WriteText(TextModels models, ReadText read) {
    this(models, read, UnaryOperator.identity(), CALLS);
  }

  /**
   * Writes with these models.
   *
   * @param carry makes of the work on a part one that takes along what belongs to the thread that
   *     has it written; called by that thread
   * @param calls of the language model at once; all others wait, so that it turns none away
   */
  public WriteText(TextModels models, ReadText read, UnaryOperator<Runnable> carry, int calls) {
    this.models = models;
    this.read = read;
    this.carry = carry;
    this.places = new Semaphore(calls, true);
  }

  /** What is done with a language model. */
  @FunctionalInterface
  public interface Use<T> {
    /** Does it. */
    T of(Writer writer, ReadText.By by) throws InterruptedException;
  }

  /** What is done with a part of a text. */
  @FunctionalInterface
  interface OfPart<T> {
    T of(TextPart part) throws InterruptedException;
  }

  /** The id of the language model that would write now. */
  public Optional<String> model() {
    return models.generation();
  }

  /** The error of what only a language model can do, while none is there. */
  SpeechException missing(ContentKind kind) {
    return kind.needsWriter(models.wantedGeneration());
  }

  /**
   * Lends a language model.
   *
   * @param language of what is written about, as {@link Writer} takes it
   * @param urgent whether somebody waits in front of a screen
   * @return empty when none is there, wanted, or can be loaded
   */
  public <T> Optional<T> with(String language, WritingListener listener, boolean urgent, Use<T> use)
      throws InterruptedException {
    Optional<String> id = models.generation();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    try (Lease<TextGenerator> lease = models.generator(id.get())) {
      var by = new ReadText.By(id.get(), null);
      var model = new CallsInTurn(lease.model(), places);
      return Optional.of(use.of(new Writer(model, language, listener, urgent), by));
    } catch (SpeechException e) {
      if (e.code() != ErrorCode.MODEL_UNAVAILABLE) {
        throw e;
      }
      LOG.warn("going on without the language model: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** The parts of a text that leave room for an answer of so many tokens; at least one. */
  List<TextPart> parts(SourceText source, Writer writer, int answerTokens, boolean numbered)
      throws InterruptedException {
    int room = writer.room(answerTokens);
    List<Sentence> sentences = new ArrayList<>(read.sentences(source));
    if (sentences.isEmpty()) { // names only, in front of nothing
      sentences.add(new Sentence(0, source.text().length(), null, Double.NaN));
    }
    List<TextPart> parts = CutText.parts(source, sentences, writer::tokens, room, numbered);
    if (parts.size() > MOST_PARTS) {
      int most = (int) ((long) sentences.size() * MOST_PARTS / parts.size() * 9 / 10);
      List<Sentence> some = spread(sentences, Math.max(1, most));
      parts = spread(CutText.parts(source, some, writer::tokens, room, numbered), MOST_PARTS);
    }
    return parts;
  }

  /** At most so many items, from the first to the last in even steps. */
  private static <T> List<T> spread(List<T> all, int most) {
    return all.size() <= most
        ? all
        : IntStream.range(0, most)
            .mapToObj(i -> all.get((int) ((long) i * all.size() / most)))
            .toList();
  }

  /**
   * Works on all parts at the same time, and tells how many are done.
   *
   * @param stepsAfter that come when this is done
   */
  <T> List<T> each(List<TextPart> parts, WritingListener listener, int stepsAfter, OfPart<T> work)
      throws InterruptedException {
    var done = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (TextPart part : parts) {
        var task =
            new FutureTask<>(
                () -> {
                  T result = work.of(part);
                  listener.step(done.incrementAndGet(), parts.size() + stepsAfter);
                  return result;
                });
        threads.execute(carry.apply(task));
        futures.add(task);
      }
      try {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
          results.add(future.get());
        }
        return results;
      } catch (ExecutionException e) {
        throw failure(e);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("a part of the text could not be worked on", e);
  }
}
