package ai.stt.app.job;

import java.time.Instant;
import java.util.Optional;

/** The store of first requests. Part of a unit of work. */
public interface FirstRequests {
  /** The first request of an account with this key. */
  Optional<FirstRequest> find(long accountId, String key);

  /** Keeps a request in place of one with the same key. */
  void put(FirstRequest request);

  /** Drops those that came before. */
  void forget(Instant before);
}
