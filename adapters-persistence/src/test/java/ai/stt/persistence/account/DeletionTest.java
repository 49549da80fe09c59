package ai.stt.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.access.ClientNetwork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.access.JdbiSharedCounts;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.testing.EmptyTables;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeletionTest {
  private final Database database = EmptyTables.database();
  private final Platform platform =
      new Platform(
          PlatformStores.on(database),
          new MovableClock("2026-03-14T09:26:53Z"),
          new Argon2Passwords(),
          new JdbiSharedCounts(database));

  @Test
  void noTableHoldsAnythingOfADeletedAccountButTheLineThatSaysSo() {
    var signedUp = platform.signUp("leaves@example.org", Platform.SMALL);
    long id = signedUp.account().id();
    platform.logIn.logIn(
        "leaves@example.org", "a long enough phrase", new ClientNetwork("192.0.2.1"));
    platform.spend.hold(id, Platform.SMALL, 3, "job:1");
    platform.spend.settle(id, "job:1", 2);
    platform.countRequests.count(id);
    platform.countRequests.flush();
    assertThat(rowsOf(id)).hasSizeGreaterThanOrEqualTo(6);

    platform.delete.delete(id);

    assertThat(rowsOf(id)).hasSize(1).first().asString().contains("audit_event", "account_deleted");
    assertThat(rowsWith("leaves@example.org")).isEmpty();
    assertThat(rowsWith(signedUp.key().key().prefix())).isEmpty();
  }

  @Test
  void nobodyRewritesTheLedger() {
    long id = platform.account("ada@example.org", Platform.SMALL).id();
    platform.grant.grant(id, 5, "invoice");
    for (String sql :
        List.of(
            "update ledger set available = 500", "delete from ledger where account_id = " + id)) {
      assertThatThrownBy(() -> database.useTransaction(h -> h.execute(sql)))
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void booksThatDoNotAgreeAreFound() {
    long id = platform.account("ada@example.org", Platform.SMALL).id();
    platform.grant.grant(id, 5, "invoice");
    assertThat(platform.credits.audit()).isEmpty();
    database.useTransaction(h -> h.execute("update credit_balance set available = 6"));
    assertThat(platform.credits.audit())
        .singleElement()
        .satisfies(
            mismatch -> {
              assertThat(mismatch.accountId()).isEqualTo(id);
              assertThat(mismatch.available()).isEqualTo(6);
              assertThat(mismatch.availableSum()).isEqualTo(5);
            });
  }

  /** Rows of tables with a column of account ids, as text. */
  private List<String> rowsOf(long id) {
    return tables().stream()
        .flatMap(table -> rows(table).stream())
        .filter(
            row ->
                row.contains("\"account_id\": " + id + ",")
                    || row.contains("\"account_id\": " + id + "}")
                    || (row.startsWith("account {") && row.contains("\"id\": " + id + ",")))
        .toList();
  }

  private List<String> rowsWith(String text) {
    return tables().stream()
        .flatMap(table -> rows(table).stream())
        .filter(row -> row.contains(text))
        .toList();
  }

  private List<String> rows(String table) {
    return database.inTransaction(
        h ->
            h.createQuery("select '%s ' || to_jsonb(t)::text from %s t".formatted(table, table))
                .mapTo(String.class)
                .list());
  }

  private List<String> tables() {
    return database.inTransaction(
        h ->
            h.createQuery(
                    """
                    select table_name from information_schema.tables
                    where table_schema = 'public' and table_type = 'BASE TABLE'
                    """)
                .mapTo(String.class)
                .list());
  }
}
