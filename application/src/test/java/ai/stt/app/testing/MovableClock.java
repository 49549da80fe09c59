package ai.stt.app.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. Thread-safe. */
public final class MovableClock implements InstantSource {
  private volatile Instant now;

  /** Stands at this time. */
  public MovableClock(String start) {
    now = Instant.parse(start);
  }

  /** Goes on. */
  public void move(Duration by) {
    now = now.plus(by);
  }

  /** Goes to this time. */
  public void set(String time) {
    now = Instant.parse(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
