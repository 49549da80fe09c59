package ai.stt.http.transcription;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests that wait for their results on this server. One account has only a part of them, so
 * that it never takes the places of all others. Thread-safe.
 */
final class WaitingRequests {
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final int mostOfAnAccount;
  private final ConcurrentHashMap<Long, Integer> waiting = new ConcurrentHashMap<>();

  WaitingRequests(int mostOfAnAccount) {
    this.mostOfAnAccount = mostOfAnAccount;
  }

  /** A waiting request, until it is closed. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins to wait.
   *
   * @throws SpeechException {@code RATE_LIMITED} when too many of the account's wait already
   */
  Place enter(long accountId) {
    if (waiting.merge(accountId, 1, Integer::sum) > mostOfAnAccount) {
      leave(accountId);
      throw new SpeechException(
          ErrorCode.RATE_LIMITED,
          "%d of your requests wait for their results already; send more with async=true"
              .formatted(mostOfAnAccount),
          RETRY,
          null);
    }
    return () -> leave(accountId);
  }

  private void leave(long accountId) {
    waiting.computeIfPresent(accountId, (id, count) -> count == 1 ? null : count - 1);
  }
}
