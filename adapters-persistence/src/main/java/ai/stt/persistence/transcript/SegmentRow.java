package ai.stt.persistence.transcript;

import ai.stt.persistence.database.Rows;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.speech.transcript.Segment;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.PreparedBatch;

/** A row of {@code segment}. */
final class SegmentRow {
  private SegmentRow() {}

  static StoredSegment read(ResultSet row) throws SQLException {
    var segment =
        new Segment(
            row.getDouble("start_seconds"),
            row.getDouble("end_seconds"),
            Rows.text(row, "text"),
            row.getDouble("confidence"),
            WordsJson.read(Rows.text(row, "words")),
            row.getString("speaker"));
    return new StoredSegment(row.getLong("id"), row.getInt("number"), segment);
  }

  static void bind(PreparedBatch batch, Segment segment) {
    batch
        .bind("start", segment.start())
        .bind("end", segment.end())
        .bind("text", Cleaned.text(segment.text()))
        .bind("confidence", segment.confidence())
        .bind("speaker", segment.speaker())
        .bind("words", WordsJson.write(segment.words()));
  }
}
