package ai.stt.platform.account;

import java.time.Instant;

/**
 * Something that was done to an account and that somebody may ask about later.
 *
 * @param accountId whose account
 * @param kind what happened
 * @param detail of it: an id, a plan, an amount; never a secret or an address
 * @param at when
 */
public record AuditEvent(long accountId, Kind kind, String detail, Instant at) {
  /** What is worth keeping. */
  public enum Kind {
    ACCOUNT_CREATED,
    ACCOUNT_DELETED,
    PLAN_CHANGED,
    KEY_CREATED,
    KEY_REVOKED,
    CREDITS_GRANTED,
    CREDITS_ADJUSTED,
    TRANSCRIPT_DELETED,
    WEBHOOK_SECRET_REPLACED,
    INSTANCE_REGISTERED,
    INSTANCE_REMOVED
  }
}
