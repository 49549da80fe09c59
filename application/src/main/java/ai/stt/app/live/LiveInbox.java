package ai.stt.app.live;

import ai.stt.speech.transcript.Transcript;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a session's thread: audio and commands in their order, and of audio no more than a
 * few seconds. Thread-safe.
 */
final class LiveInbox {
  private final int mostSamples;
  private final Deque<Item> items = new ArrayDeque<>();
  private long waitingSamples;
  private boolean closed;

  LiveInbox(int mostSamples) {
    this.mostSamples = mostSamples;
  }

  /** What can wait. */
  sealed interface Item {}

  /** Audio; what comes while it waits is added to it. */
  static final class Audio implements Item {
    private float[] samples;
    private int size;

    Audio(float[] first) {
      samples = first.clone();
      size = first.length;
    }

    private void add(float[] more) {
      if (size + more.length > samples.length) {
        samples = Arrays.copyOf(samples, Math.max(2 * samples.length, size + more.length));
      }
      System.arraycopy(more, 0, samples, size, more.length);
      size += more.length;
    }

    float[] samples() {
      return Arrays.copyOf(samples, size);
    }
  }

  /** All that was said is final. */
  record Flush() implements Item {}

  /** Another language, or null to find it out. */
  record Language(@Nullable String code) implements Item {}

  /** Somebody wants to know what was said so far. */
  record SoFar(Consumer<Transcript> told) implements Item {}

  /** The end. */
  record Finish() implements Item {}

  /**
   * Adds audio, once there is room.
   *
   * @return false when nobody listens any more
   */
  synchronized boolean put(float[] samples) throws InterruptedException {
    while (!closed && waitingSamples >= mostSamples) {
      wait();
    }
    if (closed) {
      return false;
    }
    waitingSamples += samples.length;
    if (items.peekLast() instanceof Audio last) {
      last.add(samples);
    } else {
      items.addLast(new Audio(samples));
    }
    notifyAll();
    return true;
  }

  /** Adds a command. */
  synchronized void put(Item command) {
    if (!closed) {
      items.addLast(command);
      notifyAll();
    }
  }

  /** Waits for the next; empty when nobody is to listen any more. */
  synchronized Optional<Item> take() throws InterruptedException {
    while (!closed && items.isEmpty()) {
      wait();
    }
    if (closed) {
      return Optional.empty();
    }
    Item item = items.removeFirst();
    if (item instanceof Audio audio) {
      waitingSamples -= audio.size;
      notifyAll();
    }
    return Optional.of(item);
  }

  /** Audio that waits. */
  synchronized long waitingSamples() {
    return waitingSamples;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Nobody listens any more; whoever waits is let go. Idempotent. */
  synchronized void close() {
    closed = true;
    items.clear();
    notifyAll();
  }
}
