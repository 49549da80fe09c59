package ai.stt.app.job;

import ai.stt.app.blob.Blob;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.platform.job.JobOrder;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;

/** The recordings that an account kept, for itself. Thread-safe. */
public final class KeepAudio {
  private final UnitOfWork work;
  private final Recordings recordings;
  private final DropRecordings drop;

  /** Recordings of these stores. */
  public KeepAudio(UnitOfWork work, Recordings recordings, DropRecordings drop) {
    this.work = work;
    this.recordings = recordings;
    this.drop = drop;
  }

  /**
   * A recording with its title.
   *
   * @param content closed by the caller
   */
  public record Audio(String title, Blob content) {}

  /**
   * The recording of a transcript, as it was sent.
   *
   * @throws SpeechException {@code NOT_FOUND} also when it was not kept, {@code DEPENDENCY_FAILED}
   */
  public Audio open(long accountId, TranscriptRef ref) {
    TranscriptHead head =
        work.in(
            stores ->
                stores
                    .get(Transcripts.class)
                    .find(accountId, ref)
                    .orElseThrow(TranscriptRef::missing));
    return new Audio(head.title(), recordings.read(kept(head.job().order())));
  }

  /**
   * Deletes the recording of a transcript and leaves the transcript.
   *
   * @throws SpeechException {@code NOT_FOUND} also when there is none, {@code CONFLICT} while it is
   *     transcribed
   */
  public void delete(long accountId, TranscriptRef ref) {
    work.run(
        stores -> {
          TranscriptHead head =
              stores
                  .get(Transcripts.class)
                  .lock(accountId, ref)
                  .orElseThrow(TranscriptRef::missing);
          var _ = kept(head.job().order());
          if (!head.job().ended()) {
            throw new SpeechException(
                ErrorCode.CONFLICT,
                "the recording is still needed; wait for its transcription or call it off");
          }
          stores.get(Jobs.class).dropRecording(head.id());
        });
    drop.dropQuietly();
  }

  private static String kept(JobOrder order) {
    String recording = order.recording();
    if (recording == null) {
      throw new SpeechException(
          ErrorCode.NOT_FOUND,
          "the recording was not kept; set keep_audio of the account before the next one");
    }
    return recording;
  }
}
