package ai.stt.inference.plugin;

import ai.stt.plugin.SpeechPlugin;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pf4j.Plugin;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What PF4J starts and stops in place of a plugin class of its own kind. */
final class HostedPlugin extends Plugin {
  private static final Logger LOG = LoggerFactory.getLogger(HostedPlugin.class);

  private final SpeechPlugin plugin;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private HostedPlugin(SpeechPlugin plugin) {
    this.plugin = plugin;
  }

  SpeechPlugin plugin() {
    return plugin;
  }

  /**
   * Makes the entry class; runs code of the plugin.
   *
   * @throws PluginRefusedException when that fails in any way
   */
  static HostedPlugin create(PluginWrapper wrapper) {
    String name = wrapper.getDescriptor().getPluginClass();
    try {
      Class<?> entry = Class.forName(name, true, wrapper.getPluginClassLoader());
      if (!SpeechPlugin.class.isAssignableFrom(entry)) {
        throw new PluginRefusedException(name + " does not implement SpeechPlugin");
      }
      Constructor<?> constructor = entry.getConstructor();
      return new HostedPlugin((SpeechPlugin) constructor.newInstance());
    } catch (PluginRefusedException e) {
      throw e;
    } catch (ClassNotFoundException e) {
      throw new PluginRefusedException("it does not hold its entry class " + name);
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw new PluginRefusedException(
          name + " is not a public class with a public constructor without arguments");
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new PluginRefusedException(
          "the constructor of %s failed: %s".formatted(name, Reason.of(cause == null ? e : cause)));
    } catch (Throwable e) {
      throw new PluginRefusedException(
          "%s cannot be initialised: %s".formatted(name, Reason.of(e)));
    }
  }

  /** Closes the plugin, once, however often PF4J stops it. */
  @Override
  public void stop() {
    try {
      if (stopped.compareAndSet(false, true)) {
        plugin.close();
      }
    } catch (Throwable e) {
      LOG.warn("A plugin failed to close: {}", Reason.of(e));
    }
  }
}
