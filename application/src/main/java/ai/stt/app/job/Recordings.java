package ai.stt.app.job;

import java.nio.file.Path;

/** Where the recordings of jobs lie, for every server of an installation. Thread-safe. */
public interface Recordings {
  /**
   * Stores a copy of a file.
   *
   * @param key of {@code A-Z a-z 0-9 _ -}, new
   * @throws ai.stt.speech.error.SpeechException {@code OVERLOADED} when there is no room
   */
  void put(String key, Path file);

  /**
   * The recording as a file of this machine, until it is closed.
   *
   * @throws ai.stt.speech.error.SpeechException {@code NOT_FOUND} when it is not there
   */
  OpenRecording open(String key);

  /** Deletes a recording; nothing happens when it is not there. */
  void delete(String key);
}
