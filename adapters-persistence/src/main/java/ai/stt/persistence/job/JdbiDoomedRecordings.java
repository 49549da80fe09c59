package ai.stt.persistence.job;

import ai.stt.app.job.DoomedRecordings;
import ai.stt.persistence.database.Rows;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Doomed recordings of one transaction; triggers of {@code transcript} add to them as well. */
public final class JdbiDoomedRecordings implements DoomedRecordings {
  private final Handle handle;

  /** Doomed recordings on this connection. */
  public JdbiDoomedRecordings(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void add(String key, Instant from) {
    handle.execute(
        "insert into doomed_recording values (?, ?) on conflict do nothing", key, Rows.time(from));
  }

  @Override
  public void remove(Collection<String> keys) {
    handle
        .createUpdate("delete from doomed_recording where recording = any(:keys)")
        .bindArray("keys", String.class, List.copyOf(keys))
        .execute();
  }

  @Override
  public List<String> due(Instant now, Instant again, int most) {
    return handle
        .createQuery(
            """
            update doomed_recording set from_time = :again where recording in (
              select recording from doomed_recording where from_time <= :now
              order by from_time limit :most for update skip locked)
            returning recording
            """)
        .bind("now", Rows.time(now))
        .bind("again", Rows.time(again))
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }
}
