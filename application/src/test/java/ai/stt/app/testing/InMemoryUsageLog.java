package ai.stt.app.testing;

import ai.stt.app.account.Accounts;
import ai.stt.app.usage.UsageLog;
import ai.stt.platform.usage.DailyUsage;
import ai.stt.platform.usage.Usage;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

final class InMemoryUsageLog implements UsageLog, InMemoryStore {
  private Map<Long, SortedMap<LocalDate, Usage>> days = new HashMap<>();
  private @Nullable Accounts accounts;

  void join(Accounts all) {
    accounts = all;
  }

  @Override
  public void add(long accountId, LocalDate day, Usage more) {
    if (Objects.requireNonNull(accounts).find(accountId).isPresent()) {
      days.computeIfAbsent(accountId, id -> new TreeMap<>()).merge(day, more, Usage::plus);
    }
  }

  @Override
  public List<DailyUsage> between(long accountId, LocalDate first, LocalDate last) {
    SortedMap<LocalDate, Usage> all = days.getOrDefault(accountId, new TreeMap<>());
    return all.subMap(first, last.plusDays(1)).entrySet().stream()
        .map(day -> new DailyUsage(day.getKey(), day.getValue()))
        .toList();
  }

  @Override
  public Runnable snapshot() {
    Map<Long, SortedMap<LocalDate, Usage>> before = new HashMap<>();
    days.forEach((id, all) -> before.put(id, new TreeMap<>(all)));
    return () -> days = before;
  }

  @Override
  public void forgetAccount(long accountId) {
    days.remove(accountId);
  }
}
