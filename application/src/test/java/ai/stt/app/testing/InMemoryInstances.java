package ai.stt.app.testing;

import ai.stt.app.cloud.Instances;
import ai.stt.platform.cloud.CloudInstance;
import ai.stt.platform.cloud.InstanceReport;
import ai.stt.platform.key.SecretHash;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

final class InMemoryInstances implements Instances, InMemoryStore {
  private Map<Long, Row> rows = new TreeMap<>();
  private long last;

  private record Row(CloudInstance instance, SecretHash token) {}

  @Override
  public CloudInstance add(
      long accountId, String name, String region, @Nullable String url, SecretHash token) {
    var made = new CloudInstance(++last, accountId, name, region, url, null);
    rows.put(last, new Row(made, token));
    return made;
  }

  @Override
  public List<CloudInstance> of(long accountId) {
    return rows.values().stream()
        .map(Row::instance)
        .filter(instance -> instance.accountId() == accountId)
        .toList();
  }

  @Override
  public boolean report(SecretHash token, InstanceReport report) {
    boolean known = rows.values().stream().anyMatch(row -> row.token.equals(token));
    rows.replaceAll(
        (id, row) -> row.token.equals(token) ? new Row(with(row.instance, report), token) : row);
    return known;
  }

  private static CloudInstance with(CloudInstance old, InstanceReport report) {
    return new CloudInstance(
        old.id(), old.accountId(), old.name(), old.region(), old.url(), report);
  }

  @Override
  public boolean remove(long accountId, long id) {
    Row row = rows.get(id);
    return row != null && row.instance.accountId() == accountId && rows.remove(id) != null;
  }

  @Override
  public Runnable snapshot() {
    var before = new TreeMap<>(rows);
    return () -> rows = before;
  }

  @Override
  public void forgetAccount(long accountId) {
    rows.values().removeIf(row -> row.instance.accountId() == accountId);
  }
}
