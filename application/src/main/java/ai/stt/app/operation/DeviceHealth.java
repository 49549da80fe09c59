package ai.stt.app.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the devices, as those find out who work on them. A GPU that was lost stays
 * lost until the server is started again: its driver gives this process no other. Thread-safe.
 */
public final class DeviceHealth {
  private final Map<Object, String> suspicions = new LinkedHashMap<>();
  private @Nullable String lost;

  /**
   * The GPU is not there, or does not answer any more; the first reason stays.
   *
   * @return whether this is news
   */
  public synchronized boolean lose(String reason) {
    boolean news = lost == null;
    if (news) {
      lost = reason;
    }
    return news;
  }

  /** Why there is no GPU that should be there; empty when all is well. */
  public synchronized Optional<String> lost() {
    return Optional.ofNullable(lost);
  }

  /** Work hangs on a device. */
  public synchronized void suspect(Object work, String reason) {
    suspicions.put(work, "work hangs on the device: " + reason);
  }

  /** Something that work needs is not there for a while: a whole sentence. */
  public synchronized void miss(Object what, String sentence) {
    suspicions.put(what, sentence);
  }

  /** Work that hung, or what was missing, has come back. */
  public synchronized void clear(Object work) {
    suspicions.remove(work);
  }

  /** All that is wrong, a sentence each. */
  public synchronized List<String> troubles() {
    List<String> all = new ArrayList<>();
    if (lost != null) {
      all.add("the GPU cannot be used: " + lost);
    }
    all.addAll(suspicions.values());
    return all;
  }
}
