package ai.stt.app.testing;

import ai.stt.app.account.Accounts;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.EmailAddress;
import ai.stt.platform.account.EmailPreferences;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

final class InMemoryAccounts implements Accounts, InMemoryStore {
  private final List<InMemoryStore> dependents;
  private SortedMap<Long, Row> rows = new TreeMap<>();
  private long last;

  private record Row(Account account, String passwordHash) {}

  InMemoryAccounts(List<InMemoryStore> dependents) {
    this.dependents = dependents;
  }

  @Override
  public Optional<Account> add(
      EmailAddress email, String name, String plan, String passwordHash, Instant createdAt) {
    if (find(email).isPresent()) {
      return Optional.empty();
    }
    var account =
        new Account(++last, email, name, plan, EmailPreferences.DEFAULT, false, createdAt);
    rows.put(account.id(), new Row(account, passwordHash));
    return Optional.of(account);
  }

  @Override
  public Optional<Account> find(long id) {
    return Optional.ofNullable(rows.get(id)).map(Row::account);
  }

  @Override
  public Optional<Account> find(EmailAddress email) {
    return rows.values().stream()
        .map(Row::account)
        .filter(account -> account.email().equals(email))
        .findFirst();
  }

  @Override
  public Optional<String> passwordHash(long id) {
    return Optional.ofNullable(rows.get(id)).map(Row::passwordHash);
  }

  @Override
  public boolean update(Account account) {
    return rows.computeIfPresent(account.id(), (id, row) -> new Row(account, row.passwordHash))
        != null;
  }

  @Override
  public boolean delete(long id) {
    dependents.forEach(store -> store.forgetAccount(id));
    return rows.remove(id) != null;
  }

  @Override
  public List<Account> list(int limit, int offset) {
    return rows.values().stream().map(Row::account).skip(offset).limit(limit).toList();
  }

  @Override
  public long count() {
    return rows.size();
  }

  @Override
  public Runnable snapshot() {
    var before = new TreeMap<>(rows);
    return () -> rows = before;
  }

  @Override
  public void forgetAccount(long accountId) {}
}
