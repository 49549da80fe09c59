package ai.stt.inference.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes the body of an answer that has stopped coming, or comes for too long: the read that waits
 * for it fails then. Its {@link #arrived} belongs to one thread.
 */
final class BodyWatch implements AutoCloseable {
  private static final int LOOKS = 10;

  private final InputStream body;
  private final long stalledNanos;
  private final long mostNanos;
  private final long began = System.nanoTime();
  private final Thread thread;
  private volatile long last = began;
  private volatile boolean over;
  private volatile boolean gaveUp;

  /**
   * Watches from now on.
   *
   * @param stalledAfter without a byte
   * @param most in all
   */
  BodyWatch(InputStream body, Duration stalledAfter, Duration most) {
    this.body = body;
    this.stalledNanos = stalledAfter.toNanos();
    this.mostNanos = most.toNanos();
    this.thread = Thread.ofVirtual().name("stt-body-watch").start(this::watch);
  }

  /** Bytes have come. */
  void arrived() {
    last = System.nanoTime();
  }

  /** Whether the body was closed from here. */
  boolean gaveUp() {
    return gaveUp;
  }

  private void watch() {
    while (!over) {
      LockSupport.parkNanos(Math.min(stalledNanos, mostNanos) / LOOKS);
      long now = System.nanoTime();
      if (!over && (now - last > stalledNanos || now - began > mostNanos)) {
        gaveUp = true;
        over = true;
        closeBody();
      }
    }
  }

  private void closeBody() {
    try {
      body.close();
    } catch (IOException e) {
      // Who reads it is told by its own read.
    }
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
  }
}
