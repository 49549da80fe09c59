package ai.stt.app.writing;

/** Who watches how far an answer has come. Called by several threads. */
public interface WritingListener {
  /** Nobody. */
  WritingListener NONE = new WritingListener() {};

  /** So many calls of the model are done. */
  default void step(int done, int of) {}

  /** The next piece of the answer itself. */
  default void piece(String text) {}
}
