package ai.stt.platform.job;

import ai.stt.speech.error.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order and what has become of it. A job that was lost with its worker is queued again, so
 * {@code attempts} counts the workers that took it and did not give it back.
 */
public sealed interface Job {
  /** What was ordered. */
  JobOrder order();

  /** How many workers took it. */
  int attempts();

  /** The state without its details. */
  JobStatus status();

  /** Waits for a worker. */
  record Queued(JobOrder order, int attempts) implements Job {
    @Override
    public JobStatus status() {
      return JobStatus.QUEUED;
    }

    /** A worker takes it. */
    public Running taken(String worker, Instant now) {
      return new Running(order, attempts + 1, worker, now, 0);
    }
  }

  /**
   * Is being worked on.
   *
   * @param worker who has it
   * @param startedAt when it was taken
   * @param progress 0..1
   */
  record Running(JobOrder order, int attempts, String worker, Instant startedAt, double progress)
      implements Job {
    /** Checks the progress. */
    public Running {
      if (!(progress >= 0 && progress <= 1) || attempts < 1) {
        throw new IllegalArgumentException("progress is in 0..1, attempts at least 1");
      }
    }

    @Override
    public JobStatus status() {
      return JobStatus.PROCESSING;
    }

    /** Whether another look at the job shows the same worker's same attempt. */
    public boolean isSameAttempt(Job other) {
      return other instanceof Running running
          && running.worker.equals(worker)
          && running.attempts == attempts;
    }

    /** The worker gives it back, as a server does that stops; that is no attempt. */
    public Queued givenBack() {
      return new Queued(order, attempts - 1);
    }

    /** The worker is gone. */
    public Queued lost() {
      return new Queued(order, attempts);
    }

    /** It is done. */
    public Completed completed(Instant now, long creditsUsed) {
      return new Completed(order, attempts, startedAt, now, creditsUsed);
    }
  }

  /** There is a transcript. */
  record Completed(
      JobOrder order, int attempts, Instant startedAt, Instant finishedAt, long creditsUsed)
      implements Job {
    @Override
    public JobStatus status() {
      return JobStatus.COMPLETED;
    }
  }

  /**
   * There will be no transcript.
   *
   * @param startedAt null when no worker took it
   * @param code what happened, for programs
   * @param reason one sentence for the account
   */
  record Failed(
      JobOrder order,
      int attempts,
      @Nullable Instant startedAt,
      Instant finishedAt,
      ErrorCode code,
      String reason)
      implements Job {
    @Override
    public JobStatus status() {
      return JobStatus.FAILED;
    }
  }

  /** Somebody called it off. */
  record Canceled(JobOrder order, int attempts, @Nullable Instant startedAt, Instant finishedAt)
      implements Job {
    @Override
    public JobStatus status() {
      return JobStatus.CANCELED;
    }
  }

  /** Whether nothing more will happen to it. */
  default boolean ended() {
    return !(this instanceof Queued || this instanceof Running);
  }

  /** When a worker took it; null before. */
  default @Nullable Instant started() {
    return switch (this) {
      case Queued _ -> null;
      case Running running -> running.startedAt;
      case Completed completed -> completed.startedAt;
      case Failed failed -> failed.startedAt;
      case Canceled canceled -> canceled.startedAt;
    };
  }

  /** When it ended; null before. */
  default @Nullable Instant finished() {
    return switch (this) {
      case Queued _, Running _ -> null;
      case Completed completed -> completed.finishedAt;
      case Failed failed -> failed.finishedAt;
      case Canceled canceled -> canceled.finishedAt;
    };
  }

  /** It comes to nothing; only for a job that has not ended. */
  default Failed failed(Instant now, ErrorCode code, String reason) {
    return new Failed(order(), attempts(), started(), now, code, reason);
  }

  /** It is called off; only for a job that has not ended. */
  default Canceled canceled(Instant now) {
    return new Canceled(order(), attempts(), started(), now);
  }
}
