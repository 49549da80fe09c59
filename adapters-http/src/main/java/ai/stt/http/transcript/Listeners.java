package ai.stt.http.transcript;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who listens to events: each holds a connection, so no account may hold them all. Thread-safe. */
final class Listeners {
  static final int MOST = 200;
  static final int MOST_OF_ONE = 20;
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Map<Long, Integer> perAccount = new HashMap<>();
  private int all;

  /**
   * Lets one more in; whoever asks closes it.
   *
   * @throws SpeechException {@code RATE_LIMITED} when the account has its share, {@code OVERLOADED}
   *     when all places are taken
   */
  synchronized Listener enter(long accountId) {
    int own = perAccount.getOrDefault(accountId, 0);
    if (own == MOST_OF_ONE) {
      throw full(
          ErrorCode.RATE_LIMITED,
          "you listen to %d transcripts already; look at the status instead".formatted(own));
    }
    if (all == MOST) {
      throw full(
          ErrorCode.OVERLOADED, "too many listen to events already; look at the status instead");
    }
    perAccount.put(accountId, own + 1);
    all++;
    return new Listener(accountId);
  }

  private static SpeechException full(ErrorCode code, String sentence) {
    return new SpeechException(code, sentence, RETRY, null);
  }

  private synchronized void leave(long accountId) {
    perAccount.computeIfPresent(accountId, (id, own) -> own == 1 ? null : own - 1);
    all--;
  }

  /** A place, given back once. */
  final class Listener implements AutoCloseable {
    private final long accountId;
    private final AtomicBoolean gone = new AtomicBoolean();

    private Listener(long accountId) {
      this.accountId = accountId;
    }

    @Override
    public void close() {
      if (!gone.getAndSet(true)) {
        leave(accountId);
      }
    }
  }
}
