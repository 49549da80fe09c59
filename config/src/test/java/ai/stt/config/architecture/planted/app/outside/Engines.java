package ai.stt.config.architecture.planted.app.outside;

import ai.stt.config.architecture.planted.model.gadget.Gadget;
import java.lang.foreign.MemorySegment;
import java.sql.Connection;
import org.bytedeco.javacpp.Pointer;
import org.pf4j.PluginManager;

/** Breaks a rule on purpose. */
public final class Engines {
  private Engines() {}

  /** Knows the plugin loader, an engine, native code, a database, the environment and a plugin. */
  public static String all(
      PluginManager loader, MemorySegment memory, Pointer pointer, Connection database) {
    System.loadLibrary("engine");
    return System.getenv("HOME") + Gadget.NAME + loader + memory + pointer + database;
  }
}
