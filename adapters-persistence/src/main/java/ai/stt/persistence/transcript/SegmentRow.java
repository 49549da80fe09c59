package ai.stt.persistence.transcript;

import ai.stt.persistence.database.Rows;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.speech.transcript.Segment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;

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

  /** All of a transcript, a column an array, and {@code count}. */
  static void bindAll(Update update, List<Segment> segments) {
    update
        .bind("count", segments.size())
        .bindArray("starts", Double.class, column(segments, Segment::start))
        .bindArray("ends", Double.class, column(segments, Segment::end))
        .bindArray("texts", String.class, column(segments, each -> Cleaned.text(each.text())))
        .bindArray("confidences", Double.class, column(segments, Segment::confidence))
        .bindArray("speakers", String.class, column(segments, Segment::speaker))
        .bindArray("words", String.class, column(segments, each -> WordsJson.write(each.words())));
  }

  private static Object[] column(List<Segment> segments, Function<Segment, ?> value) {
    return segments.stream().map(value).toArray();
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
