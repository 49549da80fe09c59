package ai.stt.app.job;

import ai.stt.app.credit.SpendCredits;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcription.TranscriptionResult;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.app.usage.UsageLog;
import ai.stt.app.webhook.WebhookOutbox;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOrder;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.usage.Usage;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.BiConsumer;

/**
 * Ends jobs. Transcript, state, ledger, usage and the message to the webhook change together or not
 * at all, and only while the worker that asks still has the job: whoever lost it changes nothing.
 * Thread-safe.
 */
final class EndJob {
  /** So often a job is put off; then it is given up. */
  static final int MOST_DELAYS = 20;

  private final UnitOfWork work;
  private final SpendCredits spend;
  private final InstantSource clock;

  EndJob(UnitOfWork work, SpendCredits spend, InstantSource clock) {
    this.work = work;
    this.spend = spend;
    this.clock = clock;
  }

  /**
   * It is done.
   *
   * @param paid in advance
   * @return false when somebody else has the job, or it is gone
   */
  boolean completed(Job.Running job, TranscriptionResult result, Paid paid) {
    return whileMine(
        job,
        (stores, now) -> {
          JobOrder order = job.order();
          Job.Completed done = job.completed(now, paid.credits());
          Transcript transcript = result.transcript();
          stores.get(Transcripts.class).keep(done, heard(result), transcript.segments());
          var usage = new Usage(0, 1, paid.audio().toMillis() / 60_000.0, paid.credits());
          stores
              .get(UsageLog.class)
              .add(order.accountId(), LocalDate.ofInstant(now, ZoneOffset.UTC), usage);
          if (paid.hold() != null) { // last, since others of the account wait for its balance
            spend.settle(stores, paid.hold(), order.ledgerName(), paid.credits());
          }
          tell(stores, done);
        });
  }

  /** It comes to nothing, and costs nothing. */
  boolean failed(Job.Running job, ErrorCode code, String reason) {
    return whileMine(
        job,
        (stores, now) -> {
          release(stores, job.order());
          put(stores, job.failed(now, code, reason));
        });
  }

  /** The worker gives it back to the queue. */
  boolean givenBack(Job.Running job) {
    return whileMine(job, (stores, now) -> put(stores, job.givenBack()));
  }

  /** It goes back to the queue, for workers that are not kept for brief jobs. */
  boolean leftToOthers(Job.Running job) {
    return whileMine(
        job,
        (stores, now) -> {
          stores.get(Jobs.class).lasts(job.order().id());
          put(stores, job.givenBack());
        });
  }

  /**
   * The worker cannot begin; another one, or this one later, may. After twenty times it is given
   * up.
   *
   * @param pause until it is tried again
   * @param code and reason, one sentence, for the account when it is given up
   */
  boolean putOff(Job.Running job, Duration pause, ErrorCode code, String reason) {
    return whileMine(
        job,
        (stores, now) -> {
          int delays = stores.get(Jobs.class).putOff(job.order().id(), now.plus(pause));
          if (delays < MOST_DELAYS) {
            put(stores, job.givenBack());
          } else {
            release(stores, job.order());
            put(stores, job.failed(now, code, reason));
          }
        });
  }

  /**
   * It was in engines that ended each time, and may be why: that is an attempt, as if its worker
   * was lost.
   *
   * @param mostAttempts then it is given up
   * @param pause until it is tried again
   * @param reason one sentence, for the account when it is given up
   */
  boolean lostEngines(Job.Running job, int mostAttempts, Duration pause, String reason) {
    return whileMine(
        job,
        (stores, now) -> {
          if (job.attempts() < mostAttempts) {
            stores.get(Jobs.class).putOff(job.order().id(), now.plus(pause));
            put(stores, job.lost());
          } else {
            release(stores, job.order());
            put(stores, job.failed(now, ErrorCode.INTERNAL, reason));
          }
        });
  }

  /** Gives back what was held for a job that ends without a transcript, if anything was. */
  void release(Stores stores, JobOrder order) {
    try {
      spend.release(stores, order.accountId(), order.ledgerName());
    } catch (SpeechException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Writes a new state of a locked job; when that is its end, its webhook is told. */
  static void put(Stores stores, Job job) {
    stores.get(Jobs.class).put(job);
    tell(stores, job);
  }

  private static void tell(Stores stores, Job job) {
    URI webhook = job.order().webhook();
    if (webhook != null && job.ended()) {
      stores.get(WebhookOutbox.class).put(EndMessage.of(job, webhook));
    }
  }

  /** Whatever a power failure undoes of it is done again: the job is its worker's until then. */
  private boolean whileMine(Job.Running job, BiConsumer<Stores, Instant> end) {
    return work.unflushed(
        stores -> {
          boolean mine = stores.get(Jobs.class).lock(job);
          if (mine) {
            end.accept(stores, clock.instant());
          }
          return mine;
        });
  }

  private static Heard heard(TranscriptionResult result) {
    Transcript transcript = result.transcript();
    return new Heard(
        result.model(),
        transcript.language(),
        transcript.languageProbability(),
        transcript.duration(),
        result.turns());
  }
}
