package ai.stt.persistence.cloud;

import ai.stt.app.cloud.Instances;
import ai.stt.persistence.database.Rows;
import ai.stt.platform.cloud.CloudInstance;
import ai.stt.platform.cloud.InstanceReport;
import ai.stt.platform.key.SecretHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Instances of one transaction. */
public final class JdbiInstances implements Instances {
  private static final String COLUMNS =
      "id, account_id, name, region, url, version, gpu_name, models, last_seen_at";

  private final Handle handle;

  /** Instances on this connection. */
  public JdbiInstances(Handle handle) {
    this.handle = handle;
  }

  @Override
  public CloudInstance add(
      long accountId, String name, String region, @Nullable String url, SecretHash token) {
    return handle
        .createQuery(
            """
            insert into cloud_instance (account_id, name, region, url, token_hash)
            values (:account, :name, :region, :url, :token)
            returning\s"""
                + COLUMNS)
        .bind("account", accountId)
        .bind("name", name)
        .bind("region", region)
        .bind("url", url)
        .bind("token", token.bytes())
        .map((row, context) -> instance(row))
        .one();
  }

  @Override
  public List<CloudInstance> of(long accountId) {
    return handle
        .createQuery(
            "select %s from cloud_instance where account_id = :account order by id"
                .formatted(COLUMNS))
        .bind("account", accountId)
        .map((row, context) -> instance(row))
        .list();
  }

  @Override
  public boolean report(SecretHash token, InstanceReport report) {
    return handle
            .createUpdate(
                """
                update cloud_instance
                set version = :version, gpu_name = :gpu, models = :models, last_seen_at = :at
                where token_hash = :token
                """)
            .bind("token", token.bytes())
            .bind("version", report.version())
            .bind("gpu", report.gpuName())
            .bindArray("models", String.class, report.models())
            .bind("at", Rows.time(report.at()))
            .execute()
        == 1;
  }

  @Override
  public boolean remove(long accountId, long id) {
    return handle.execute(
            "delete from cloud_instance where account_id = ? and id = ?", accountId, id)
        == 1;
  }

  private static CloudInstance instance(ResultSet row) throws SQLException {
    Instant seen = Rows.timeOrNull(row, "last_seen_at");
    return new CloudInstance(
        row.getLong("id"),
        row.getLong("account_id"),
        Rows.text(row, "name"),
        Rows.text(row, "region"),
        row.getString("url"),
        seen == null ? null : report(row, seen));
  }

  private static InstanceReport report(ResultSet row, Instant seen) throws SQLException {
    return new InstanceReport(
        Rows.text(row, "version"),
        row.getString("gpu_name"),
        List.of((String[]) row.getArray("models").getArray()),
        seen);
  }
}
