package ai.stt.app.job;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.transcript.TranscriptHead;
import java.time.InstantSource;

/** Deletes transcripts, and with them the jobs that would make them. Thread-safe. */
public final class DeleteTranscript {
  private final UnitOfWork work;
  private final EndJob end;
  private final JobNews news;
  private final DropRecordings recordings;
  private final InstantSource clock;

  /** Deletes from these stores. */
  public DeleteTranscript(
      UnitOfWork work,
      SpendCredits spend,
      JobNews news,
      DropRecordings recordings,
      InstantSource clock) {
    this.work = work;
    this.end = new EndJob(work, spend, clock);
    this.news = news;
    this.recordings = recordings;
    this.clock = clock;
  }

  /**
   * Deletes a transcript with all that belongs to it. A job that is not done is called off and its
   * credits come back; its worker stops within seconds. Should the recording's store be away, the
   * recording is deleted once that is back.
   *
   * @throws ai.stt.speech.error.SpeechException {@code NOT_FOUND}, also the second time
   */
  public void delete(long accountId, TranscriptRef ref) {
    long id = work.in(stores -> delete(stores, accountId, ref));
    news.tellEnd(id);
    recordings.dropQuietly();
  }

  private long delete(Stores stores, long accountId, TranscriptRef ref) {
    Transcripts transcripts = stores.get(Transcripts.class);
    if (transcripts.find(accountId, ref).isEmpty()) {
      throw TranscriptRef.missing();
    }
    var _ = stores.get(Jobs.class).lockQueue(accountId); // before any of its rows, as all do
    TranscriptHead head = transcripts.lock(accountId, ref).orElseThrow(TranscriptRef::missing);
    if (!head.job().ended()) {
      end.release(stores, head.job().order());
    }
    transcripts.remove(head.id());
    var event =
        new AuditEvent(
            accountId,
            AuditEvent.Kind.TRANSCRIPT_DELETED,
            "transcript " + head.id(),
            clock.instant());
    stores.get(AuditLog.class).add(event);
    return head.id();
  }
}
