package ai.stt.app.job;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The store of the keys of recordings that are to be deleted. A key is in it before its recording
 * is stored and leaves it in the same unit of work in which a job takes the recording over; so no
 * crash leaves a recording that nobody knows. Part of a unit of work.
 */
public interface DoomedRecordings {
  /** Dooms a recording, from a time on. */
  void add(String key, Instant from);

  /** Takes keys out: their jobs are stored, or the recordings are gone. */
  void remove(Collection<String> keys);

  /**
   * Takes the longest due keys, which are due again from another time on if they are still there.
   * Once the unit of work has ended, whatever doomed them is safe on the disk, too, and they can be
   * deleted.
   */
  List<String> due(Instant now, Instant again, int most);
}
