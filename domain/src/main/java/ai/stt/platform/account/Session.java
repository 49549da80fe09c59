package ai.stt.platform.account;

import java.time.Instant;

/**
 * Somebody who logged in with a password.
 *
 * @param accountId who
 * @param createdAt since when
 * @param expiresAt until when
 */
public record Session(long accountId, Instant createdAt, Instant expiresAt) {
  /** Checks the order of the times. */
  public Session {
    if (!expiresAt.isAfter(createdAt)) {
      throw new IllegalArgumentException("a session lasts a while");
    }
  }
}
