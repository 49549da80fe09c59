package ai.stt.app.job;

import ai.stt.app.credit.SpendCredits;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.platform.job.Job;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.InstantSource;

/** Calls jobs off. Their transcripts stay, without text, until they are deleted. Thread-safe. */
public final class CancelJob {
  private final UnitOfWork work;
  private final EndJob end;
  private final JobNews news;
  private final InstantSource clock;

  /** Calls off in these stores. */
  public CancelJob(UnitOfWork work, SpendCredits spend, JobNews news, InstantSource clock) {
    this.work = work;
    this.end = new EndJob(work, spend, clock);
    this.news = news;
    this.clock = clock;
  }

  /**
   * Calls a job off that waits or runs; its credits come back, and its worker stops within seconds.
   *
   * @throws SpeechException {@code NOT_FOUND}, {@code CONFLICT} when the job has ended
   */
  public Job cancel(long accountId, TranscriptRef ref) {
    Job canceled =
        work.in(
            stores -> {
              TranscriptHead head =
                  stores
                      .get(Transcripts.class)
                      .lock(accountId, ref)
                      .orElseThrow(TranscriptRef::missing);
              if (head.job().ended()) {
                throw new SpeechException(
                    ErrorCode.CONFLICT,
                    "the transcription is %s already; delete it if you do not want it"
                        .formatted(head.job().status().text()));
              }
              end.release(stores, head.job().order());
              Job job = head.job().canceled(clock.instant());
              EndJob.put(stores, job);
              return job;
            });
    news.tellEnd(canceled.order().id());
    return canceled;
  }
}
