package ai.stt.plugin;

import java.util.List;

/** What the host lends to a plugin. Thread-safe. */
public interface PluginContext {
  /**
   * An engine of the host.
   *
   * @param type an interface of {@code ai.stt.plugin.engine}
   * @throws IllegalStateException when the engine cannot run on this machine; the message says why
   *     and what to do
   */
  <E> E engine(Class<E> type);

  /** The installed weights of one family, as of now. */
  List<InstalledModel> installedModels(String family);
}
