package ai.stt.app.testing;

import ai.stt.app.credit.Ledger;
import ai.stt.app.credit.LedgerMismatch;
import ai.stt.app.credit.LedgerTotals;
import ai.stt.platform.credit.Balance;
import ai.stt.platform.credit.LedgerEntry;
import ai.stt.platform.credit.LedgerEntry.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The balance is added up anew each time, so that it cannot disagree with the entries. */
final class InMemoryLedger implements Ledger, InMemoryStore {
  private List<LedgerEntry> entries = new ArrayList<>();
  private long last;

  @Override
  public Balance lock(long accountId) {
    return balance(accountId); // a unit of work in memory is alone anyway
  }

  @Override
  public Locked lock(long accountId, String keyStart) {
    String grant =
        lastGrant(accountId, keyStart, Long.MAX_VALUE).map(last -> last.draft().key()).orElse(null);
    return new Locked(balance(accountId), grant);
  }

  @Override
  public Balance balance(long accountId) {
    Balance sum = Balance.ZERO;
    for (LedgerEntry entry : of(accountId).toList()) {
      sum = sum.plus(entry.draft());
    }
    return sum;
  }

  @Override
  public Optional<LedgerEntry> find(long accountId, String key) {
    return of(accountId).filter(entry -> entry.draft().key().equals(key)).findFirst();
  }

  @Override
  public Optional<LedgerEntry> append(LedgerEntry.Draft draft) {
    if (find(draft.accountId(), draft.key()).isPresent()) {
      return Optional.empty();
    }
    var _ = balance(draft.accountId()).plus(draft); // refuses to become negative
    var entry = new LedgerEntry(++last, draft);
    entries.add(entry);
    return Optional.of(entry);
  }

  @Override
  public Optional<LedgerEntry> lastGrant(long accountId, String keyStart, long beforeId) {
    return of(accountId)
        .filter(entry -> entry.id() < beforeId)
        .filter(entry -> entry.draft().kind() == Kind.GRANT)
        .filter(entry -> entry.draft().key().startsWith(keyStart))
        .reduce((before, later) -> later);
  }

  @Override
  public List<Long> reserving() {
    return entries.stream()
        .map(entry -> entry.draft().accountId())
        .distinct()
        .filter(accountId -> balance(accountId).reserved() > 0)
        .toList();
  }

  @Override
  public List<LedgerEntry> openHolds(long accountId, String keyStart, Instant before) {
    return of(accountId)
        .filter(entry -> entry.draft().kind() == Kind.HOLD)
        .filter(entry -> entry.draft().key().startsWith(keyStart))
        .filter(entry -> entry.draft().at().isBefore(before))
        .filter(
            hold -> of(accountId).noneMatch(end -> Objects.equals(end.draft().holdId(), hold.id())))
        .toList();
  }

  @Override
  public long drawn(long accountId, long entryId, Instant before) {
    Set<Long> holds =
        of(accountId)
            .filter(entry -> entry.id() > entryId && entry.draft().kind() == Kind.HOLD)
            .filter(entry -> entry.draft().at().isBefore(before))
            .map(LedgerEntry::id)
            .collect(Collectors.toSet());
    return -of(accountId)
        .filter(
            entry ->
                holds.contains(entry.id())
                    || (entry.draft().holdId() != null && holds.contains(entry.draft().holdId())))
        .mapToLong(entry -> entry.draft().available())
        .sum();
  }

  @Override
  public LedgerTotals totalsSince(long accountId, Instant from) {
    List<LedgerEntry> since =
        of(accountId).filter(entry -> !entry.draft().at().isBefore(from)).toList();
    long granted =
        since.stream()
            .map(LedgerEntry::draft)
            .filter(draft -> draft.kind() == Kind.GRANT || draft.kind() == Kind.ADJUST)
            .mapToLong(draft -> Math.max(0, draft.available()))
            .sum();
    return new LedgerTotals(granted, since.stream().mapToLong(LedgerEntry::spent).sum());
  }

  @Override
  public List<LedgerEntry> entries(long accountId, long beforeId, int limit) {
    return of(accountId).toList().reversed().stream()
        .filter(entry -> entry.id() < beforeId)
        .limit(limit)
        .toList();
  }

  @Override
  public List<LedgerMismatch> audit() {
    return List.of();
  }

  private Stream<LedgerEntry> of(long accountId) {
    return entries.stream().filter(entry -> entry.draft().accountId() == accountId);
  }

  @Override
  public Runnable snapshot() {
    var before = new ArrayList<>(entries);
    return () -> entries = before;
  }

  @Override
  public void forgetAccount(long accountId) {
    entries.removeIf(entry -> entry.draft().accountId() == accountId);
  }
}
