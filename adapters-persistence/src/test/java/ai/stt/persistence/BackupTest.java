package ai.stt.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseBackup;
import ai.stt.persistence.testing.TestPostgres;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {
  private static final String NAME = "A \\N, a \\t, Ünïcode 😀 and 'quotes'";
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");
  @TempDir Path folder;

  @Test
  void whatWasSavedIsThereAfterwardsAndGoesOn() throws Exception {
    Path file = folder.resolve("stt.backup");
    try (var original = TestPostgres.migrated();
        var copy = TestPostgres.migrated()) {
      Platform before = platform(original);
      var signedUp = before.signUp.signUp("ada@example.org", "a long enough phrase", NAME);
      long id = signedUp.account().id();
      before.spend.hold(id, Platform.SMALL, 4, "job:1");
      before.spend.settle(id, "job:1", 3);
      new DatabaseBackup(original).backup(file);

      new DatabaseBackup(copy).restore(file);
      Platform after = platform(copy);
      assertThat(after.accounts.read(id)).isEqualTo(before.accounts.read(id));
      assertThat(after.authenticate.authenticate(signedUp.key().secret().reveal()).account())
          .isEqualTo(signedUp.account());
      assertThat(after.credits.audit()).isEmpty();
      assertThat(after.account("eve@example.org", Platform.SMALL).id()).isGreaterThan(id);
      after.spend.hold(id, Platform.SMALL, 1, "job:2");
      assertThatThrownBy(() -> copy.useTransaction(h -> h.execute("delete from ledger")))
          .hasMessageContaining("append-only");

      refused(ErrorCode.CONFLICT, () -> new DatabaseBackup(copy).restore(file));
      refused(ErrorCode.CONFLICT, () -> new DatabaseBackup(original).backup(file));
    }
  }

  @Test
  void whatIsNoWholeBackupChangesNothing() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage"), "no zip at all");
    Path file = folder.resolve("stt.backup");
    try (var original = TestPostgres.migrated();
        var copy = TestPostgres.migrated()) {
      platform(original).account("ada@example.org", Platform.SMALL);
      new DatabaseBackup(original).backup(file);
      byte[] whole = Files.readAllBytes(file);
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length / 2));
      refused(ErrorCode.INVALID_REQUEST, () -> new DatabaseBackup(copy).restore(garbage));
      assertThatThrownBy(() -> new DatabaseBackup(copy).restore(cut))
          .isInstanceOf(SpeechException.class);
      long accounts =
          copy.inTransaction(
              h -> h.createQuery("select count(*) from account").mapTo(Long.class).one());
      assertThat(accounts).isZero();
      copy.useTransaction(
          h -> h.execute("insert into databasechangelog values ('x','x','x',now(),99,'x','x')"));
      refused(ErrorCode.CONFLICT, () -> new DatabaseBackup(copy).restore(file));
    }
  }

  private Platform platform(Database database) {
    return new Platform(PlatformStores.on(database), clock);
  }

  private static void refused(ErrorCode code, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
