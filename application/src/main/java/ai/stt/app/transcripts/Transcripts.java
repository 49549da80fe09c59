package ai.stt.app.transcripts;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.platform.job.Job;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.transcript.Segment;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The store of transcripts. Part of a unit of work; one account never sees another's. */
public interface Transcripts {
  /** A page of an account's transcripts, the newest first; who spoke when is left out. */
  Page<TranscriptHead> list(long accountId, TranscriptFilter filter, PageRequest page);

  /** An account's transcript. */
  Optional<TranscriptHead> find(long accountId, TranscriptRef ref);

  /** An account's transcript, which no other unit of work changes until this one ends. */
  Optional<TranscriptHead> lock(long accountId, TranscriptRef ref);

  /** The segments of a transcript, in their order. */
  List<StoredSegment> segments(long id);

  /** A part of the segments of a transcript, in their order. */
  Page<StoredSegment> segments(long id, PageRequest page);

  /** One segment of a transcript. */
  Optional<StoredSegment> segment(long id, long segmentId);

  /**
   * Ends a job with what its transcription found, in place of all that was there; its passages are
   * wanted then.
   */
  void keep(Job.Completed job, Heard heard, List<Segment> segments);

  /** Gives another title. */
  void rename(long id, String title);

  /** Replaces segments of a transcript by others with the same ids. */
  void change(long id, Collection<StoredSegment> segments);

  /** Removes a transcript with its job; its recording is left to be deleted. */
  void remove(long id);
}
