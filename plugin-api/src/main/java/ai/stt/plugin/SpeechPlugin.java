package ai.stt.plugin;

import java.util.List;

/**
 * The entry class of a plugin, named by {@code stt.plugin.class} in its {@code plugin.properties}.
 * It has a public constructor without arguments that does nothing of consequence.
 */
public interface SpeechPlugin extends AutoCloseable {
  /**
   * The version of this SPI; a plugin states the one it was built for as {@code stt.plugin.spi}.
   */
  int SPI_VERSION = 1;

  /**
   * The models that this plugin can run now. Called after loading and whenever the model store has
   * changed, by one thread at a time; quick, and loads nothing.
   */
  List<ModelOffer<?>> offers(PluginContext context);

  /** Called once, after every model of the plugin is closed. */
  @Override
  default void close() {}
}
