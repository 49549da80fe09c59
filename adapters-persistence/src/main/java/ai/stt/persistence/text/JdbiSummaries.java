package ai.stt.persistence.text;

import ai.stt.app.text.KeptSummaries;
import ai.stt.app.text.SummaryStyle;
import ai.stt.persistence.database.Rows;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Summaries of one transaction. */
public final class JdbiSummaries implements KeptSummaries {
  private final Handle handle;

  /** Summaries on this connection. */
  public JdbiSummaries(Handle handle) {
    this.handle = handle;
  }

  @Override
  public Optional<KeptSummary> find(long transcriptId, SummaryStyle style) {
    return handle
        .createQuery("select * from summary where transcript_id = :id and style = :style")
        .bind("id", transcriptId)
        .bind("style", style.wireName())
        .map(
            (row, context) ->
                new KeptSummary(
                    Rows.text(row, "fingerprint"),
                    Rows.text(row, "text"),
                    Rows.text(row, "model"),
                    row.getString("embedding_model")))
        .findOne();
  }

  @Override
  public void keep(long transcriptId, SummaryStyle style, KeptSummary summary) {
    handle.execute(
        """
        insert into summary (transcript_id, style, fingerprint, text, model, embedding_model)
        values (?, ?, ?, ?, ?, ?)
        on conflict (transcript_id, style) do update
        set fingerprint = excluded.fingerprint, text = excluded.text, model = excluded.model,
          embedding_model = excluded.embedding_model
        """,
        transcriptId,
        style.wireName(),
        summary.fingerprint(),
        summary.text(),
        summary.model(),
        summary.embeddingModel());
  }
}
