package ai.stt.app.transcripts;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.StoredTranscript;
import ai.stt.platform.transcript.TranscriptHead;

/** Shows an account its transcripts. Thread-safe. */
public final class ReadTranscripts {
  private final UnitOfWork work;

  /** Reads these stores. */
  public ReadTranscripts(UnitOfWork work) {
    this.work = work;
  }

  /** A page of the account's transcripts, the newest first. */
  public Page<TranscriptHead> list(long accountId, TranscriptFilter filter, PageRequest page) {
    return work.in(stores -> stores.get(Transcripts.class).list(accountId, filter, page));
  }

  /**
   * A transcript without its segments.
   *
   * @throws ai.stt.speech.error.SpeechException {@code NOT_FOUND}, also for another account's
   */
  public TranscriptHead head(long accountId, TranscriptRef ref) {
    return work.in(stores -> head(stores.get(Transcripts.class), accountId, ref));
  }

  /** As {@link #head}, with all segments. */
  public StoredTranscript whole(long accountId, TranscriptRef ref) {
    return work.in(
        stores -> {
          Transcripts transcripts = stores.get(Transcripts.class);
          TranscriptHead head = head(transcripts, accountId, ref);
          return new StoredTranscript(head, transcripts.segments(head.id()));
        });
  }

  /** As {@link #head}, only a part of the segments. */
  public Page<StoredSegment> segments(long accountId, TranscriptRef ref, PageRequest page) {
    return work.in(
        stores -> {
          Transcripts transcripts = stores.get(Transcripts.class);
          return transcripts.segments(head(transcripts, accountId, ref).id(), page);
        });
  }

  private static TranscriptHead head(Transcripts transcripts, long accountId, TranscriptRef ref) {
    return transcripts.find(accountId, ref).orElseThrow(TranscriptRef::missing);
  }
}
