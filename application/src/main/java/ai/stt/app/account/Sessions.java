package ai.stt.app.account;

import ai.stt.platform.account.Session;
import ai.stt.platform.key.SecretHash;
import java.time.Instant;
import java.util.Optional;

/** The store of log-ins, by the hash of their token. Part of a unit of work. */
public interface Sessions {
  /** Adds a session of an account that exists. */
  void add(SecretHash token, Session session);

  /** The session, unless it is over. */
  Optional<Session> find(SecretHash token, Instant now);

  /** Ends a session; nothing happens when there is none. */
  void remove(SecretHash token);

  /** Removes those that are over. */
  void removeExpired(Instant now);
}
