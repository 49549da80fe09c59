package ai.stt.app.text;

import ai.stt.app.model.Lease;
import ai.stt.app.pii.PiiSpan;
import ai.stt.app.pii.PiiType;
import ai.stt.plugin.recognition.EntityRecogniser;
import ai.stt.plugin.recognition.FoundEntity;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the names of people in texts, when a model is there that does. Whatever that model does, an
 * answer comes: it works on a thread of its own, which may be lost, and what it found before it
 * failed counts. Thread-safe.
 */
public final class FindNames {
  /** UTF-16 code units that are handed over at once; between two hands, others have their turn. */
  private static final int BLOCK = 8192;

  /** What is seen on both sides of a block; no name is longer. */
  private static final int AROUND = 512;

  private static final List<String> KINDS = List.of("person");

  /** What GLiNER's authors take. */
  private static final float LEAST = 0.5f;

  private static final Logger LOG = LoggerFactory.getLogger(FindNames.class);

  private final TextModels models;
  private final UnaryOperator<Runnable> carry;

  /** Those who wait for each thread that reads. */
  private final Map<Thread, CompletableFuture<?>> reading = new ConcurrentHashMap<>();

  /**
   * Finds names with these models.
   *
   * @param carry makes of work that is handed to another thread one that belongs to this one's
   *     trace
   */
  public FindNames(TextModels models, UnaryOperator<Runnable> carry) {
    this.models = models;
    this.carry = carry;
  }

  /**
   * Names in a text.
   *
   * @param places where they are, in any order
   * @param model id of the model that read the whole text; null when there is none or it failed
   */
  record Names(List<PiiSpan> places, @Nullable String model) {}

  /**
   * The names in a text of any length.
   *
   * @throws InterruptedException when interrupted; the model is, too
   */
  Names in(String text) throws InterruptedException {
    Optional<String> model = models.recognition();
    if (model.isEmpty()) {
      return new Names(List.of(), null);
    }
    List<PiiSpan> found = Collections.synchronizedList(new ArrayList<>());
    var done = new CompletableFuture<@Nullable Void>();
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .name("names")
            .unstarted(carry.apply(() -> read(model.get(), text, found, done)));
    reading.put(reader, done);
    try {
      reader.start();
      done.get();
      return new Names(List.copyOf(found), model.get());
    } catch (ExecutionException e) {
      LOG.warn("names may be left in a redacted text: '{}' failed", model.get(), e.getCause());
      return new Names(List.copyOf(found), null);
    } finally {
      reading.remove(reader);
      reader.interrupt();
    }
  }

  /**
   * Ends the waiting for a thread that may never come back.
   *
   * @param why told to the log
   */
  public void giveUp(Thread thread, SpeechException why) {
    CompletableFuture<?> waiting = reading.get(thread);
    if (waiting != null) {
      waiting.completeExceptionally(why);
    }
  }

  private void read(
      String model, String text, List<PiiSpan> found, CompletableFuture<@Nullable Void> done) {
    try (Lease<EntityRecogniser> lease = models.recogniser(model)) {
      for (int from = 0; from < text.length() && !done.isDone(); from += BLOCK) {
        found.addAll(block(lease.model(), text, from));
      }
      done.complete(null);
    } catch (Throwable e) { // an error of a plugin, too, leaves the rules' answer
      done.completeExceptionally(e);
    }
  }

  /** The names that begin in a block; what lies around it is seen, too. */
  private static List<PiiSpan> block(EntityRecogniser model, String text, int from)
      throws InterruptedException {
    int shift = Math.max(0, from - AROUND);
    String seen = text.substring(shift, Math.min(text.length(), from + BLOCK + AROUND));
    List<FoundEntity> entities = model.recognise(seen, KINDS, LEAST);
    if (entities.stream().anyMatch(entity -> entity.end() > seen.length())) {
      throw new IllegalStateException("it finds names behind the end of the text");
    }
    return entities.stream()
        .map(name -> new PiiSpan(PiiType.PERSON, name.start() + shift, name.end() + shift))
        .filter(name -> name.start() >= from && name.start() < from + BLOCK)
        .toList();
  }
}
