package ai.stt.app.testing;

import ai.stt.app.account.Accounts;
import ai.stt.app.key.KeyOwner;
import ai.stt.app.key.Keys;
import ai.stt.platform.key.ApiKey;
import ai.stt.platform.key.Scope;
import ai.stt.platform.key.SecretHash;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryKeys implements Keys, InMemoryStore {
  private SortedMap<Long, Row> rows = new TreeMap<>();
  private @Nullable Accounts accounts;
  private long last;

  private record Row(ApiKey key, SecretHash hash) {}

  void join(Accounts all) {
    accounts = all;
  }

  @Override
  public ApiKey add(
      long accountId,
      String name,
      String prefix,
      Set<Scope> scopes,
      SecretHash hash,
      Instant createdAt) {
    var key = new ApiKey(++last, accountId, name, prefix, scopes, createdAt, null);
    rows.put(key.id(), new Row(key, hash));
    return key;
  }

  @Override
  public Optional<KeyOwner> owner(SecretHash hash) {
    return rows.values().stream()
        .filter(row -> row.hash.equals(hash))
        .findFirst()
        .flatMap(
            row ->
                Objects.requireNonNull(accounts)
                    .find(row.key.accountId())
                    .map(account -> new KeyOwner(account, row.key)));
  }

  @Override
  public List<ApiKey> list(long accountId, int limit, int offset) {
    return of(accountId).skip(offset).limit(limit).toList();
  }

  @Override
  public int count(long accountId) {
    return (int) of(accountId).count();
  }

  @Override
  public boolean remove(long accountId, long id) {
    return of(accountId).anyMatch(key -> key.id() == id) && rows.remove(id) != null;
  }

  @Override
  public void used(Map<Long, Instant> times) {
    times.forEach(
        (id, at) ->
            rows.computeIfPresent(id, (same, row) -> new Row(usedAt(row.key, at), row.hash)));
  }

  private static ApiKey usedAt(ApiKey key, Instant at) {
    Instant before = key.lastUsedAt();
    Instant later = before == null || before.isBefore(at) ? at : before;
    return new ApiKey(
        key.id(), key.accountId(), key.name(), key.prefix(), key.scopes(), key.createdAt(), later);
  }

  private Stream<ApiKey> of(long accountId) {
    return rows.values().stream().map(Row::key).filter(key -> key.accountId() == accountId);
  }

  @Override
  public Runnable snapshot() {
    var before = new TreeMap<>(rows);
    return () -> rows = before;
  }

  @Override
  public void forgetAccount(long accountId) {
    rows.values().removeIf(row -> row.key.accountId() == accountId);
  }
}
