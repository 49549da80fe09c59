package ai.stt.app.live;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How many streams can be served in real time, from how long looks take: all streams look in turn,
 * so one look of each has to fit into the longest delay. Thread-safe.
 */
final class LiveCapacity {
  private static final Duration RETRY = Duration.ofSeconds(15);
  private static final double NEW_SHARE = 0.1;

  /** Without streams for so long, the measurement is made again; sooner when it refuses all. */
  private static final long STALE_NANOS = Duration.ofMinutes(5).toNanos();

  private final int maxSessions;
  private final double maxDelaySeconds;
  private final LongSupplier nanos;
  private final Map<String, Cost> costs = new HashMap<>();
  private int sessions;
  private int looking;
  private double wantedSeconds;

  LiveCapacity(LiveSettings settings, LongSupplier nanos) {
    this.maxSessions = settings.maxSessions();
    this.maxDelaySeconds = settings.maxDelay().toNanos() / 1e9;
    this.nanos = nanos;
  }

  /** What a look takes alone. */
  private record Cost(double seconds, long measuredAt) {}

  /** What a look with a model takes, when that is known. */
  synchronized OptionalDouble cost(String model) {
    Cost cost = costs.get(model);
    if (cost == null) {
      return OptionalDouble.empty();
    }
    long stale = cost.seconds > maxDelaySeconds ? RETRY.toNanos() : STALE_NANOS;
    return sessions == 0 && nanos.getAsLong() - cost.measuredAt > stale
        ? OptionalDouble.empty()
        : OptionalDouble.of(cost.seconds);
  }

  /** Tells what a look takes when nobody else looks. */
  synchronized void measured(String model, double seconds) {
    costs.put(model, new Cost(seconds, nanos.getAsLong()));
  }

  /**
   * Refuses at once when there is no place in any case.
   *
   * @throws SpeechException {@code OVERLOADED}
   */
  synchronized void requirePlace(String model) {
    double more = cost(model).orElse(0);
    if (sessions >= maxSessions || wantedSeconds + more > maxDelaySeconds) {
      String why =
          sessions == 0 && sessions < maxSessions
              ? "model '%s' is too slow here to follow speech; choose a smaller one or send the recording to /v1/transcribe"
                  .formatted(model)
              : "the server follows as many streams as it can; try again later";
      throw new SpeechException(ErrorCode.OVERLOADED, why, RETRY, null);
    }
  }

  /**
   * Takes a place for a stream.
   *
   * @throws SpeechException {@code OVERLOADED} when it could not be served in real time
   */
  synchronized Place enter(String model) {
    requirePlace(model);
    double share = cost(model).orElse(0);
    sessions++;
    wantedSeconds += share;
    return new Place(model, share);
  }

  /** Streams that hold a place. */
  synchronized int sessions() {
    return sessions;
  }

  /** A stream's place. */
  final class Place implements AutoCloseable {
    private final String model;
    private double share;
    private boolean closed;
    private int others;

    private Place(String model, double share) {
      this.model = model;
      this.share = share;
    }

    /** A look begins. */
    long begin() {
      synchronized (LiveCapacity.this) {
        looking++;
        others = looking;
        return nanos.getAsLong();
      }
    }

    /** It ends; how many seconds it took. */
    double end(long began) {
      synchronized (LiveCapacity.this) {
        double took = (nanos.getAsLong() - began) / 1e9;
        int atOnce = Math.max(others, looking);
        looking--;
        double alone = took / atOnce;
        double before = cost(model).orElse(alone);
        double now = before + NEW_SHARE * (alone - before);
        measured(model, now);
        wantedSeconds += now - share;
        share = now;
        return took;
      }
    }

    /** Gives it back. Idempotent. */
    @Override
    public void close() {
      synchronized (LiveCapacity.this) {
        if (!closed) {
          closed = true;
          sessions--;
          wantedSeconds = sessions == 0 ? 0 : wantedSeconds - share;
        }
      }
    }
  }
}
