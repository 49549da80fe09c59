package ai.stt.app.credit;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.credit.LedgerEntry;
import ai.stt.platform.credit.LedgerEntry.Kind;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Brings credits in, and corrects. Thread-safe. */
public final class GrantCredits {
  private final UnitOfWork work;
  private final InstantSource clock;

  /** Grants in these stores. */
  public GrantCredits(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /**
   * Grants credits, once per key.
   *
   * @param credits at least 1
   * @param key names the reason, such as an invoice; the same key again grants nothing more
   */
  public LedgerEntry grant(long accountId, long credits, String key) {
    if (credits < 1) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "credits: grant at least 1");
    }
    return work.in(stores -> add(stores, Kind.GRANT, accountId, credits, "grant:" + key));
  }

  /**
   * Corrects the balance, once per key.
   *
   * @param credits to add, or negative to take away
   * @throws SpeechException {@code CONFLICT} when more is taken away than is available
   */
  public LedgerEntry adjust(long accountId, long credits, String key) {
    if (credits == 0) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "credits: adjust by more than 0");
    }
    return work.in(stores -> add(stores, Kind.ADJUST, accountId, credits, "adjust:" + key));
  }

  private LedgerEntry add(Stores stores, Kind kind, long accountId, long credits, String key) {
    Ledger ledger = stores.get(Ledger.class);
    long available = ledger.lock(accountId).available();
    Optional<LedgerEntry> earlier = ledger.find(accountId, key);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (available + credits < 0) {
      throw new SpeechException(
          ErrorCode.CONFLICT, "the account has only %d credits to take".formatted(available));
    }
    Instant now = clock.instant();
    var event =
        kind == Kind.GRANT ? AuditEvent.Kind.CREDITS_GRANTED : AuditEvent.Kind.CREDITS_ADJUSTED;
    stores
        .get(AuditLog.class)
        .add(new AuditEvent(accountId, event, "%+d credits".formatted(credits), now));
    return ledger
        .append(new LedgerEntry.Draft(accountId, kind, key, credits, 0, null, now))
        .orElseThrow();
  }
}
