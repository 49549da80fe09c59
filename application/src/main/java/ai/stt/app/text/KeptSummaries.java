package ai.stt.app.text;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store of summaries that were made of transcripts. Part of a unit of work. */
public interface KeptSummaries {
  /**
   * A summary that was made.
   *
   * @param fingerprint of what the transcript said then, and of who had nothing to say about it
   * @param text the summary
   * @param model that chose it
   * @param embeddingModel whose vectors it went by, null when it went by words
   */
  record KeptSummary(
      String fingerprint, String text, String model, @Nullable String embeddingModel) {}

  /** The summary of a transcript in a style. */
  Optional<KeptSummary> find(long transcriptId, SummaryStyle style);

  /** Keeps a summary in place of the one before; the transcript has to be there. */
  void keep(long transcriptId, SummaryStyle style, KeptSummary summary);
}
