package ai.stt.app.job;

import ai.stt.app.account.Accounts;
import ai.stt.app.account.Plans;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.model.EnginesLost;
import ai.stt.app.scheduling.BriefWork;
import ai.stt.app.scheduling.Priority;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcription.DecodedAudio;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.app.transcription.PendingTranscription;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcription.TranscriptionCommand;
import ai.stt.app.transcription.TranscriptionResult;
import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.Credits;
import ai.stt.platform.credit.LedgerEntry;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one claimed job: decodes the recording, sets its credits aside, transcribes, and ends the
 * job. Whatever step it is cut off at, the next worker repeats it all and nothing is paid twice.
 * Thread-safe.
 */
public final class RunJob {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final String UNREADABLE =
      "the server could not read the recording in the place where it was stored; send it again";
  private static final String ENDS_ENGINES =
      "the process that models run in ended each time while it transcribed this recording; convert it to another format, such as FLAC, and send it again";
  private static final int MOST_PAUSES = 4;
  private static final Logger LOG = LoggerFactory.getLogger(RunJob.class);

  private final UnitOfWork work;
  private final Recordings recordings;
  private final MediaDecoder decoder;
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
    this.decoder = decoder;
    this.transcribe = transcribe.reading(DecodedFile::open);
    this.plans = plans;
    this.spend = spend;
    this.end = new EndJob(work, spend, clock);
    this.news = news;
    this.settings = settings;
  }

  /**
   * Does the job.
   *
   * @param brief whether it is to go back to the queue, for another worker, when it turns out to be
   *     long
   * @return false when it went back to the queue, so that its worker should rest
   * @throws InterruptedException when the worker is to stop; the job went back to the queue
   */
  boolean run(Job.Running job, boolean brief, Heartbeat.Followed followed)
      throws InterruptedException {
    try {
      transcribe(job, brief, followed);
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
    Optional<EnginesLost.Fate> lost = EnginesLost.fate(why);
    if (lost.isPresent()) {
      lostEngines(job, lost.get(), why);
      return false;
    }
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

  /** No job can begin while there are none; one that was in them may be what ends them. */
  private void lostEngines(Job.Running job, EnginesLost.Fate fate, SpeechException why)
      throws InterruptedException {
    if (fate == EnginesLost.Fate.NOT_BEGUN) {
      try {
        Thread.sleep(why.retryAfter().orElse(pause()));
      } finally {
        patiently(() -> end.givenBack(job));
      }
      return;
    }
    // not all at once, so that another that was in them is not again beside it
    Duration pause = pause().multipliedBy(1 + ThreadLocalRandom.current().nextInt(MOST_PAUSES));
    patiently(() -> end.lostEngines(job, settings.mostAttempts(), pause, ENDS_ENGINES));
  }

  private void transcribe(Job.Running job, boolean brief, Heartbeat.Followed followed)
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
      Duration audio = decode(order.options(), recording);
      if (brief && !BriefWork.is(audio)) {
        patiently(() -> end.leftToOthers(job));
        news.tellWork();
        return;
      }
      followed.total(audio);
      Optional<Paid> paid = patiently(() -> hold(job, audio));
      if (paid.isPresent()) {
        TranscriptionResult result = await(order, recording.decoded(), audio, followed);
        patiently(() -> end.completed(job, result, paid.get()));
      }
    }
  }

  private Duration decode(JobOptions options, OpenRecording recording) throws InterruptedException {
    try (DecodedAudio audio =
        options.diarize() ? decoder.openSides(recording.file()) : decoder.open(recording.file())) {
      return DecodedFile.keep(audio, recording.decoded());
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

  private TranscriptionResult await(
      JobOrder order, Path file, Duration audio, Heartbeat.Followed followed)
      throws InterruptedException {
    Priority priority = news.awaited(order.id()) ? Priority.INTERACTIVE : Priority.BATCH;
    PendingTranscription pending =
        transcribe.start(
            command(order.options(), file),
            priority,
            "account:" + order.accountId(),
            BriefWork.is(audio),
            followed);
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

  /** Sets credits aside; empty when the job is no longer this worker's. */
  private Optional<Paid> hold(Job.Running job, Duration audio) {
    JobOrder order = job.order();
    long credits = Credits.of(audio);
    return work.unflushed(
        stores ->
            stores.get(Jobs.class).lock(job)
                ? Optional.of(new Paid(audio, hold(stores, order, credits)))
                : Optional.empty());
  }

  private @Nullable LedgerEntry hold(Stores stores, JobOrder order, long credits) {
    long account = order.accountId();
    return credits == 0
        ? null
        : spend.hold(stores, account, () -> plan(stores, account), credits, order.ledgerName());
  }

  private Plan plan(Stores stores, long account) {
    return plans.of(stores.get(Accounts.class).find(account).orElseThrow());
  }

  /** Does a step again while the database is away: the work before it was dear. */
  private <T> T patiently(Supplier<T> step) throws InterruptedException {
    long last = System.nanoTime() + settings.patience().toNanos();
    while (true) {
      try {
        return step.get();
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
