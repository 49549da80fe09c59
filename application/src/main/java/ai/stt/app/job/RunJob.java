package ai.stt.app.job;

import ai.stt.app.account.Accounts;
import ai.stt.app.account.Plans;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.scheduling.Priority;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.app.transcription.PendingTranscription;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcription.TranscriptionCommand;
import ai.stt.app.transcription.TranscriptionResult;
import ai.stt.platform.account.Account;
import ai.stt.platform.credit.Credits;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.JobOrder;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one claimed job: measures the recording, sets its credits aside, transcribes, and ends the
 * job. Whatever step it is cut off at, the next worker repeats it all and nothing is paid twice.
 * Thread-safe.
 */
public final class RunJob {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final String UNREADABLE =
      "the server could not read the recording in the place where it was stored; send it again";
  private static final Logger LOG = LoggerFactory.getLogger(RunJob.class);

  private final UnitOfWork work;
  private final Recordings recordings;
  private final MeasureAudio measure;
  private final TranscribeMedia transcribe;
  private final Plans plans;
  private final SpendCredits spend;
  private final EndJob end;
  private final JobNews news;
  private final JobSettings settings;

  /** Works with these stores and this transcription. */
  public RunJob(
      UnitOfWork work,
      Recordings recordings,
      MediaDecoder decoder,
      TranscribeMedia transcribe,
      Plans plans,
      SpendCredits spend,
      JobNews news,
      JobSettings settings,
      InstantSource clock) {
    this.work = work;
    this.recordings = recordings;
    this.measure = new MeasureAudio(decoder);
    this.transcribe = transcribe;
    this.plans = plans;
    this.spend = spend;
    this.end = new EndJob(work, spend, clock);
    this.news = news;
    this.settings = settings;
  }

  /**
   * Does the job.
   *
   * @return false when it went back to the queue, so that its worker should rest
   * @throws InterruptedException when the worker is to stop; the job went back to the queue
   */
  boolean run(Job.Running job, Heartbeat.Followed followed) throws InterruptedException {
    try {
      transcribe(job, followed);
      return true;
    } catch (InterruptedException e) {
      end.givenBack(job);
      throw e;
    } catch (SpeechException e) {
      return followed.lost() || stopped(job, e);
    } catch (RuntimeException e) {
      LOG.error("Job {} failed", job.order().id(), e);
      patiently(() -> end.failed(job, ErrorCode.INTERNAL, "the transcription failed; try again"));
      return true;
    }
  }

  private boolean stopped(Job.Running job, SpeechException why) throws InterruptedException {
    switch (why.code()) {
      case SHUTTING_DOWN -> {
        patiently(() -> end.givenBack(job));
        return false;
      }
      case OVERLOADED -> { // others' turn meanwhile, and not for ever: it may never fit
        patiently(() -> end.putOff(job, pause(), why.code(), why.getMessage()));
        return false;
      }
      case INTERNAL -> LOG.error("Job {} failed", job.order().id(), why);
      default -> LOG.debug("Job {} failed: {}", job.order().id(), why.getMessage());
    }
    patiently(() -> end.failed(job, why.code(), why.getMessage()));
    return true;
  }

  private void transcribe(Job.Running job, Heartbeat.Followed followed)
      throws InterruptedException {
    JobOrder order = job.order();
    String key = order.recording();
    if (key == null) {
      throw new SpeechException(ErrorCode.INTERNAL, "the recording is gone; send it again");
    }
    Optional<OpenRecording> opened = recordings.open(key);
    if (opened.isEmpty()) {
      patiently(() -> end.putOff(job, pause(), ErrorCode.DEPENDENCY_FAILED, UNREADABLE));
      return;
    }
    try (OpenRecording recording = opened.get()) {
      Duration audio = measure.measure(recording.file());
      followed.total(audio);
      if (!patiently(() -> hold(job, Credits.of(audio)))) {
        return;
      }
      TranscriptionResult result = await(order, recording.file(), followed);
      patiently(() -> end.completed(job, result, audio));
    }
  }

  private Duration pause() {
    return settings.patience().dividedBy(EndJob.MOST_DELAYS);
  }

  private static TranscriptionCommand command(JobOptions options, Path file) {
    return new TranscriptionCommand(
        file,
        options.model(),
        options.language(),
        options.prompt(),
        options.diarize() ? new DiarizationOptions(options.speakers()) : null);
  }

  private TranscriptionResult await(JobOrder order, Path file, Heartbeat.Followed followed)
      throws InterruptedException {
    Priority priority = news.awaited(order.id()) ? Priority.INTERACTIVE : Priority.BATCH;
    PendingTranscription pending =
        transcribe.start(
            command(order.options(), file), priority, "account:" + order.accountId(), followed);
    try {
      while (true) {
        Optional<TranscriptionResult> result = pending.await(LOOK);
        if (result.isPresent()) {
          return result.get();
        }
        if (followed.lost()) {
          throw new SpeechException(ErrorCode.CANCELED, "the job was called off");
        }
      }
    } finally {
      pending.cancel();
    }
  }

  /**
   * Sets credits aside (the flush of the settlement is that of the hold, too); false when the job
   * is no longer this worker's.
   */
  private boolean hold(Job.Running job, long credits) {
    JobOrder order = job.order();
    return work.unflushed(
        stores -> {
          boolean mine =
              stores.get(Jobs.class).lock(order.id()).filter(job::isSameAttempt).isPresent();
          Optional<Account> account = stores.get(Accounts.class).find(order.accountId());
          if (mine && account.isPresent() && credits > 0) {
            spend.hold(
                stores, order.accountId(), plans.of(account.get()), credits, order.ledgerName());
          }
          return mine && account.isPresent();
        });
  }

  /** Does a step again while the database is away: the work before it was dear. */
  private boolean patiently(BooleanSupplier step) throws InterruptedException {
    long last = System.nanoTime() + settings.patience().toNanos();
    while (true) {
      try {
        return step.getAsBoolean();
      } catch (SpeechException e) {
        if (e.code() != ErrorCode.DEPENDENCY_FAILED || System.nanoTime() > last) {
          throw e;
        }
        LOG.warn("A job waits for the database: {}", e.getMessage());
        Thread.sleep(settings.poll());
      }
    }
  }
}
