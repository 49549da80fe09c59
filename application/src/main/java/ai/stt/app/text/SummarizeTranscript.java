package ai.stt.app.text;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.text.KeptSummaries.KeptSummary;
import ai.stt.app.text.SummarizeText.Summary;
import ai.stt.app.text.SummarizeText.Tried;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.app.writing.WritingListener;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Summaries of an account's transcripts, kept until the transcript changes. Thread-safe. */
public final class SummarizeTranscript {
  /** What is said of silence. */
  private static final String SILENCE = "Nothing was said in this recording.";

  private final UnitOfWork work;
  private final ReadTranscripts read;
  private final SummarizeText summarize;

  /** Summaries in these stores. */
  public SummarizeTranscript(UnitOfWork work, ReadTranscripts read, SummarizeText summarize) {
    this.work = work;
    this.read = read;
    this.summarize = summarize;
  }

  /**
   * A summary and whether it was there already.
   *
   * @param cached whether it was made before
   */
  public record Made(Summary summary, boolean cached) {}

  /**
   * The summary of a transcript.
   *
   * @param afresh whether it is made again though it is there
   * @throws ai.stt.speech.error.SpeechException {@code NOT_FOUND}, {@code CONFLICT} when the
   *     transcript is not completed
   */
  public Made summarize(
      long accountId,
      TranscriptRef ref,
      SummaryStyle style,
      boolean afresh,
      WritingListener listener)
      throws InterruptedException {
    SpokenTranscript spoken = SpokenTranscript.read(read, accountId, ref);
    Optional<KeptSummary> kept =
        work.in(stores -> stores.get(KeptSummaries.class).find(spoken.id(), style))
            .filter(summary -> isCurrent(summary, spoken));
    if (kept.isPresent() && !afresh) {
      KeptSummary old = kept.get();
      var by = new ReadText.By(old.model(), old.embeddingModel());
      return new Made(new Summary(old.text(), style, by), true);
    }
    Tried made =
        spoken.isSilent()
            ? new Tried(new Summary(SILENCE, style, new ReadText.By(AnalyzeText.RULES, null)), null)
            : summarize.summarize(spoken.source(), spoken.language(), style, listener);
    keep(accountId, ref, fingerprint(spoken, made.silent()), made.summary());
    return new Made(made.summary(), false);
  }

  /**
   * Whether it is of what is said now. One that was chosen is not kept once a language model is
   * there, unless that one has had nothing to say about it.
   */
  private boolean isCurrent(KeptSummary kept, SpokenTranscript spoken) {
    Optional<String> writer = summarize.writer();
    if (writer.isPresent() && kept.fingerprint().equals(fingerprint(spoken, writer.get()))) {
      return true;
    }
    return kept.fingerprint().equals(spoken.fingerprint())
        && (spoken.isSilent() || writer.map(kept.model()::equals).orElse(true));
  }

  /** Of what was said, and of the language model that had nothing to say about it. */
  private static String fingerprint(SpokenTranscript spoken, @Nullable String silent) {
    return silent == null ? spoken.fingerprint() : spoken.fingerprint() + " without " + silent;
  }

  private void keep(long accountId, TranscriptRef ref, String fingerprint, Summary summary) {
    var kept =
        new KeptSummary(
            fingerprint, summary.text(), summary.by().model(), summary.by().embeddingModel());
    work.run(
        stores -> {
          long id =
              stores
                  .get(Transcripts.class)
                  .lock(accountId, ref)
                  .orElseThrow(TranscriptRef::missing)
                  .id();
          stores.get(KeptSummaries.class).keep(id, summary.style(), kept);
        });
  }
}
