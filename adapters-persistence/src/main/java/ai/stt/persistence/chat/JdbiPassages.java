package ai.stt.persistence.chat;

import ai.stt.app.chat.Passage;
import ai.stt.app.chat.Passages;
import ai.stt.persistence.database.Rows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Passages of one transaction. */
public final class JdbiPassages implements Passages {
  private final Handle handle;

  /** Passages on this connection. */
  public JdbiPassages(Handle handle) {
    this.handle = handle;
  }

  /** A row of {@code passage_set}. */
  private record SetRow(String fingerprint, @Nullable String model) {}

  @Override
  public Optional<KeptPassages> find(long transcriptId) {
    return handle
        .createQuery("select * from passage_set where transcript_id = :id")
        .bind("id", transcriptId)
        .map((row, context) -> new SetRow(Rows.text(row, "fingerprint"), row.getString("model")))
        .findOne()
        .map(set -> new KeptPassages(set.fingerprint(), set.model(), passages(transcriptId)));
  }

  private List<Passage> passages(long transcriptId) {
    return handle
        .createQuery("select * from passage where transcript_id = :id order by number")
        .bind("id", transcriptId)
        .map((row, context) -> read(row))
        .list();
  }

  @Override
  public void keep(long transcriptId, KeptPassages set) {
    handle.execute("delete from passage_set where transcript_id = ?", transcriptId);
    handle.execute(
        "insert into passage_set (transcript_id, fingerprint, model) values (?, ?, ?)",
        transcriptId,
        set.fingerprint(),
        set.model());
    try (var batch =
        handle.prepareBatch(
            """
            insert into passage (transcript_id, number, segment_id, segment_number, start_seconds,
              speaker, text, vector)
            values (:transcript, :number, :segment, :order, :start, :speaker, :text, :vector)
            """)) {
      for (int i = 0; i < set.passages().size(); i++) {
        Passage passage = set.passages().get(i);
        batch
            .bind("transcript", transcriptId)
            .bind("number", i)
            .bind("segment", passage.segmentId())
            .bind("order", passage.segmentOrder())
            .bind("start", passage.start())
            .bind("speaker", passage.speaker())
            .bind("text", passage.text())
            .bind("vector", bytes(passage.vector()))
            .add();
      }
      if (batch.size() > 0) {
        batch.execute();
      }
    }
  }

  private static Passage read(ResultSet row) throws SQLException {
    return new Passage(
        row.getLong("segment_id"),
        row.getInt("segment_number"),
        row.getDouble("start_seconds"),
        row.getString("speaker"),
        Rows.text(row, "text"),
        floats(row.getBytes("vector")));
  }

  private static byte[] bytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
