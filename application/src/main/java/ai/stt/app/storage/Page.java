package ai.stt.app.storage;

import java.util.List;

/**
 * A part of a list.
 *
 * @param count entries of the whole list
 * @param results the part
 */
public record Page<T>(long count, List<T> results) {
  /** Copies the part. */
  public Page {
    results = List.copyOf(results);
  }
}
