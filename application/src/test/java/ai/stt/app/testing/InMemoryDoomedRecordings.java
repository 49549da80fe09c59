package ai.stt.app.testing;

import ai.stt.app.job.DoomedRecordings;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class InMemoryDoomedRecordings implements DoomedRecordings, InMemoryStore {
  private Map<String, Instant> keys = new LinkedHashMap<>();

  @Override
  public void add(String key, Instant from) {
    keys.putIfAbsent(key, from);
  }

  @Override
  public void remove(Collection<String> gone) {
    keys.keySet().removeAll(gone);
  }

  @Override
  public List<String> due(Instant now, Instant again, int most) {
    List<String> due =
        keys.entrySet().stream()
            .filter(entry -> !entry.getValue().isAfter(now))
            .sorted(Map.Entry.comparingByValue())
            .limit(most)
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(key -> keys.put(key, again));
    return due;
  }

  @Override
  public Runnable snapshot() {
    var before = new LinkedHashMap<>(keys);
    return () -> keys = before;
  }

  @Override
  public void forgetAccount(long accountId) {
    // outlives its account on purpose
  }
}
