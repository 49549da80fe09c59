package ai.stt.app.chat;

import ai.stt.app.chat.Passages.KeptPassages;
import ai.stt.app.chat.Passages.Wanted;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.text.SpokenTranscript;
import ai.stt.app.text.TextModels;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the passages of transcripts and their vectors: in the background soon after a transcript is
 * made, else at the first question, and again when the transcript has changed. Thread-safe.
 */
public final class MakePassages implements AutoCloseable {
  private static final int CLOSE_SECONDS = 10;

  /** Who has not made them by then never will, and another one may. */
  private static final Duration MINE = Duration.ofMinutes(15);

  /** Whose passages were not made by then are made at its first question. */
  static final int MOST_ATTEMPTS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(MakePassages.class);

  private final UnitOfWork work;
  private final ReadTranscripts read;
  private final TextModels models;
  private final Duration mine;
  private @Nullable ScheduledExecutorService background;

  /** Whether the round before failed; belongs to the background's thread. */
  private boolean failing;

  /** Whether this round told why one could not be made. */
  private boolean complained;

  /** Passages in these stores. */
  public MakePassages(UnitOfWork work, ReadTranscripts read, TextModels models) {
    this(work, read, models, MINE);
  }

  /** With another time after which what was not made is tried again. */
  MakePassages(UnitOfWork work, ReadTranscripts read, TextModels models, Duration mine) {
    this.work = work;
    this.read = read;
    this.models = models;
    this.mine = mine;
  }

  /** Looks for new transcripts again and again, until closed. To be called once. */
  public synchronized void start(Duration pause) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("passages").factory());
    background = thread;
    var _ = thread.scheduleWithFixedDelay(this::round, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A round that survives what goes wrong: a later one, or the first question, finds it, too. */
  private void round() {
    try {
      complained = false;
      while (makeWanted()) {
        LOG.debug("passages are made");
      }
      failing = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // else there would be no next round
      if (!failing) { // a storage that is away would be told of in every round
        LOG.warn("passages could not be made now; it is tried again", e);
      }
      failing = true;
    }
  }

  /** Takes one new transcript and makes its passages; false when there was none. */
  boolean makeWanted() throws InterruptedException {
    Optional<Wanted> taken = work.in(stores -> stores.get(Passages.class).takeWanted(mine));
    if (taken.isEmpty()) {
      return false;
    }
    Wanted wanted = taken.get();
    if (wanted.attempts() > MOST_ATTEMPTS || isDone(wanted)) {
      work.run(stores -> stores.get(Passages.class).dropWanted(wanted));
    }
    return true;
  }

  /** Makes the passages; false when it is worth another attempt. */
  private boolean isDone(Wanted wanted) throws InterruptedException {
    long account = wanted.accountId();
    var ref = new TranscriptRef.ById(wanted.transcriptId());
    try {
      KeptPassages made = of(account, ref, SpokenTranscript.read(read, account, ref), true);
      return made.model() != null || !models.hasEmbedding();
    } catch (RuntimeException e) {
      if (e instanceof SpeechException known
          && (known.code() == ErrorCode.NOT_FOUND || known.code() == ErrorCode.CONFLICT)) {
        LOG.debug("a transcript without passages: {}", e.getMessage());
        return true;
      }
      LOG.warn(
          "the passages of transcript {} could not be made, attempt {} of {}",
          wanted.transcriptId(),
          wanted.attempts(),
          MOST_ATTEMPTS,
          complained ? e.toString() : e); // the same for all of a round, mostly
      complained = true;
      return false;
    }
  }

  /** The passages of a transcript, made when they are not there or do not fit it any more. */
  KeptPassages of(long accountId, TranscriptRef ref, SpokenTranscript spoken)
      throws InterruptedException {
    return of(accountId, ref, spoken, false);
  }

  private KeptPassages of(
      long accountId, TranscriptRef ref, SpokenTranscript spoken, boolean inBackground)
      throws InterruptedException {
    Optional<String> model = models.embedding();
    Optional<KeptPassages> kept =
        work.in(stores -> stores.get(Passages.class).find(spoken.id()))
            .filter(set -> set.fingerprint().equals(spoken.fingerprint()))
            .filter(set -> model.isEmpty() || model.get().equals(set.model()));
    if (kept.isPresent()) {
      return kept.get();
    }
    List<Passage> cut = CutPassages.of(spoken.segments());
    List<String> texts = cut.stream().map(Passage::text).toList();
    Optional<TextModels.Made> made =
        inBackground ? models.vectorsInBackground(texts) : models.vectorsIfAvailable(texts);
    var set =
        new KeptPassages(spoken.fingerprint(), made.map(TextModels.Made::model).orElse(null), cut);
    float[][] vectors = made.map(TextModels.Made::vectors).orElseGet(() -> new float[0][]);
    work.run(
        stores -> stores.get(Passages.class).keep(locked(stores, accountId, ref), set, vectors));
    return set;
  }

  /** The transcript is not deleted, nor changed, until this unit of work ends. */
  static long locked(Stores stores, long accountId, TranscriptRef ref) {
    return stores
        .get(Transcripts.class)
        .lock(accountId, ref)
        .orElseThrow(TranscriptRef::missing)
        .id();
  }

  @Override
  public synchronized void close() {
    if (background == null) {
      return;
    }
    background.shutdownNow();
    try {
      if (!background.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("passages are still being made; they are left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
