package ai.stt.app.catalog;

/**
 * Follows a download, a conversion or an import, and may call it off. Called by the thread that
 * does the work, often many times a second.
 */
@FunctionalInterface
public interface FetchListener {
  /** What is being done. */
  enum Stage {
    /** Another process or thread is installing the same thing; its end is awaited. */
    WAITING,
    DOWNLOADING,
    COPYING,
    CONVERTING,
    VERIFYING
  }

  /**
   * Tells how far the stage is.
   *
   * @param stage what is being done
   * @param doneBytes between 0 and {@code totalBytes}
   * @param totalBytes of this stage, 0 when it is not known
   */
  void progress(Stage stage, long doneBytes, long totalBytes);

  /** Tells in one sentence why something went another way, such as an unreachable source. */
  default void note(String sentence) {}

  /** Asked often; once true, the work ends with a {@code CANCELED} error. */
  default boolean canceled() {
    return false;
  }

  /** A listener that takes no notice. */
  static FetchListener none() {
    return (stage, done, total) -> {};
  }
}
