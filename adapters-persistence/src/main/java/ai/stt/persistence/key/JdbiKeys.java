package ai.stt.persistence.key;

import ai.stt.app.key.KeyOwner;
import ai.stt.app.key.Keys;
import ai.stt.persistence.account.AccountRow;
import ai.stt.persistence.database.Rows;
import ai.stt.platform.key.ApiKey;
import ai.stt.platform.key.Scope;
import ai.stt.platform.key.SecretHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Keys of one transaction. */
public final class JdbiKeys implements Keys {
  private static final String COLUMNS =
      "k.id, k.account_id, k.name, k.prefix, k.scopes, k.created_at, k.last_used_at";

  private final Handle handle;

  /** Keys on this connection. */
  public JdbiKeys(Handle handle) {
    this.handle = handle;
  }

  @Override
  public ApiKey add(
      long accountId,
      String name,
      String prefix,
      Set<Scope> scopes,
      SecretHash hash,
      Instant createdAt) {
    return handle
        .createQuery(
            """
            insert into api_key as k (account_id, name, prefix, scopes, hash, created_at)
            values (:account, :name, :prefix, :scopes, :hash, :at)
            returning\s"""
                + COLUMNS)
        .bind("account", accountId)
        .bind("name", name)
        .bind("prefix", prefix)
        .bind("scopes", bits(scopes))
        .bind("hash", hash.bytes())
        .bind("at", Rows.time(createdAt))
        .map((row, context) -> key(row))
        .one();
  }

  @Override
  public Optional<KeyOwner> owner(SecretHash hash) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + ", "
                + AccountRow.COLUMNS
                + " from api_key k join account a on a.id = k.account_id where k.hash = :hash")
        .bind("hash", hash.bytes())
        .map((row, context) -> new KeyOwner(AccountRow.read(row), key(row)))
        .findOne();
  }

  @Override
  public List<ApiKey> list(long accountId, int limit, int offset) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + " from api_key k where account_id = :account order by id limit :limit offset :offset")
        .bind("account", accountId)
        .bind("limit", limit)
        .bind("offset", offset)
        .map((row, context) -> key(row))
        .list();
  }

  @Override
  public int count(long accountId) {
    return handle
        .createQuery("select count(*) from api_key where account_id = :account")
        .bind("account", accountId)
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public boolean remove(long accountId, long id) {
    return handle.execute("delete from api_key where account_id = ? and id = ?", accountId, id)
        == 1;
  }

  @Override
  public void used(Map<Long, Instant> times) {
    var batch =
        handle.prepareBatch(
            """
            update api_key set last_used_at = :at
            where id = :id and (last_used_at is null or last_used_at < :at)
            """);
    // In the order of the ids, so that servers that write at the same time do not wait for each
    // other in a ring.
    new TreeMap<>(times).forEach((id, at) -> batch.bind("id", id).bind("at", Rows.time(at)).add());
    batch.execute();
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getLong("id"),
        row.getLong("account_id"),
        Rows.text(row, "name"),
        Rows.text(row, "prefix"),
        scopes(row.getInt("scopes")),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "last_used_at"));
  }

  /** 1 transcribe, 2 read, 4 manage. */
  private static int bits(Set<Scope> scopes) {
    return scopes.stream().mapToInt(JdbiKeys::bit).sum();
  }

  private static int bit(Scope scope) {
    return switch (scope) {
      case TRANSCRIBE -> 1;
      case READ -> 2;
      case MANAGE -> 4;
    };
  }

  private static Set<Scope> scopes(int bits) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (Scope scope : Scope.values()) {
      if ((bits & bit(scope)) != 0) {
        scopes.add(scope);
      }
    }
    return scopes;
  }
}
