package ai.stt.app.operation;

import java.util.List;

/** What an operator does with plugins and models while the server runs. Thread-safe. */
public interface ModelOperations {
  /** The plugins in the folder, and those that left something behind. */
  List<PluginState> plugins();

  /** The live models of every capability, in a steady order. */
  List<OperatedModel> models();

  /**
   * Brings a model into memory, in the background; also one that failed a short while ago.
   *
   * @throws ai.stt.speech.error.SpeechException {@code NOT_FOUND} when it is not live, {@code
   *     OVERLOADED} when there is no room for it
   */
  void load(String id);

  /**
   * Frees a model's memory; the next request for it loads it again.
   *
   * @throws ai.stt.speech.error.SpeechException {@code NOT_FOUND} when it is not live, {@code
   *     CONFLICT} when somebody uses it or it is being loaded
   */
  void unload(String id);

  /**
   * Keeps a model in memory however idle, from now until the server stops, and loads it; or does
   * not any more.
   *
   * @throws ai.stt.speech.error.SpeechException {@code NOT_FOUND} when it is not live
   */
  void pin(String id, boolean pinned);
}
