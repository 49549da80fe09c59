package ai.stt.app.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.storage.PageRequest;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.key.ApiKey;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keys promise over any stores. */
public abstract class KeysContract {
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");

  @SuppressWarnings("NullAway.Init") // set before each test
  private Platform platform;

  private long ada;
  private long eve;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    platform = new Platform(emptyStores(), clock);
    ada = platform.account("ada@example.org", Platform.SMALL).id();
    eve = platform.account("eve@example.org", Platform.SMALL).id();
  }

  @Test
  void aKeyOpensItsAccountWithItsScopes() {
    NewKey made = platform.createKey.create(ada, " Laptop ", Set.of(Scope.READ));
    KeyOwner owner = platform.authenticate.authenticate(made.secret().reveal());
    assertThat(owner.account().id()).isEqualTo(ada);
    assertThat(owner.key()).isEqualTo(made.key());
    assertThat(owner.key().name()).isEqualTo("Laptop");
    owner.key().require(Scope.READ);
    assertThatThrownBy(() -> owner.key().require(Scope.MANAGE)).hasMessageContaining("'manage'");
  }

  @Test
  void theSecretIsNotAmongWhatIsKept() {
    NewKey made = platform.createKey.create(ada, "Laptop", ApiKey.ALL);
    assertThat(made.toString()).doesNotContain(made.secret().reveal());
    var listed = platform.listKeys.list(ada, PageRequest.FIRST);
    assertThat(listed.count()).isEqualTo(2);
    assertThat(listed.results().getLast()).isEqualTo(made.key());
    assertThat(made.secret().reveal()).startsWith(made.key().prefix());
    assertThat(made.key().prefix()).hasSize(12);
  }

  @Test
  void everyNewKeyIsWrittenDownByItsNumber() {
    NewKey made = platform.createKey.create(ada, "Laptop", ApiKey.ALL);
    assertThat(platform.accounts.audit(ada, 1))
        .containsExactly(
            new AuditEvent(
                ada, AuditEvent.Kind.KEY_CREATED, "key " + made.key().id(), clock.instant()));
  }

  @Test
  void aKeyWithOneCharacterChangedIsNoKey() {
    String secret = platform.createKey.create(ada, "Laptop", ApiKey.ALL).secret().reveal();
    for (int i = 0; i < secret.length(); i++) {
      char other = secret.charAt(i) == 'A' ? 'B' : 'A';
      refused(secret.substring(0, i) + other + secret.substring(i + 1));
    }
    refused("");
    refused(secret + "A");
    refused(secret.substring(1));
    refused(" " + secret);
    refused("stt_" + "é".repeat(48));
  }

  @Test
  void aRevokedKeyIsRefusedAtOnceHereAndWithinASecondElsewhere() {
    NewKey made = platform.createKey.create(ada, "Laptop", ApiKey.ALL);
    String secret = made.secret().reveal();
    var elsewhere = new Platform(platform.work, clock);
    platform.authenticate.authenticate(secret);
    elsewhere.authenticate.authenticate(secret);

    platform.revokeKey.revoke(ada, made.key().id());
    refused(secret);
    clock.move(Duration.ofMillis(999));
    assertThatThrownBy(() -> elsewhere.authenticate.authenticate(secret))
        .isInstanceOf(SpeechException.class);
    assertThat(platform.accounts.audit(ada, 1))
        .containsExactly(
            new AuditEvent(
                ada,
                AuditEvent.Kind.KEY_REVOKED,
                "key " + made.key().id(),
                clock.instant().minusMillis(999)));
  }

  @Test
  void nobodyRevokesOrSeesAnothersKey() {
    NewKey made = platform.createKey.create(ada, "Laptop", ApiKey.ALL);
    for (long id : new long[] {made.key().id(), -1, 0, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> platform.revokeKey.revoke(eve, id))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
    assertThat(platform.listKeys.list(eve, PageRequest.FIRST).results()).doesNotContain(made.key());
    platform.authenticate.authenticate(made.secret().reveal());
  }

  @Test
  void theLastUseIsWrittenInBatchesAndNeverTurnedBack() {
    NewKey made = platform.createKey.create(ada, "Laptop", ApiKey.ALL);
    platform.authenticate.authenticate(made.secret().reveal());
    assertThat(lastUse()).isNull();
    platform.keyUse.flush();
    Instant first = clock.instant();
    assertThat(lastUse()).isEqualTo(first);

    var late = new Platform(platform.work, new MovableClock("2026-03-14T08:00:00Z"));
    late.authenticate.authenticate(made.secret().reveal());
    late.keyUse.flush();
    assertThat(lastUse()).isEqualTo(first);
    platform.revokeKey.revoke(ada, made.key().id());
    platform.keyUse.seen(made.key().id(), clock.instant());
    platform.keyUse.flush();
  }

  @Test
  void anAccountHasAHundredKeysAtMost() {
    for (int i = 1; i < CreateKey.MOST_KEYS; i++) {
      platform.createKey.create(ada, "key " + i, ApiKey.ALL);
    }
    assertThatThrownBy(() -> platform.createKey.create(ada, "one more", ApiKey.ALL))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(platform.listKeys.list(ada, new PageRequest(30, 90)).results()).hasSize(10);
  }

  @Test
  void aBadNameOrNoScopeIsRefusedAndNothingIsKept() {
    for (String name : new String[] {"", "  ", "two\nlines", "x".repeat(101)}) {
      assertThatThrownBy(() -> platform.createKey.create(ada, name, ApiKey.ALL))
          .isInstanceOf(SpeechException.class)
          .hasMessageContaining("name");
    }
    assertThat(platform.listKeys.list(ada, PageRequest.FIRST).count()).isEqualTo(1);
  }

  private @Nullable Instant lastUse() {
    return platform.listKeys.list(ada, PageRequest.FIRST).results().getLast().lastUsedAt();
  }

  private void refused(String secret) {
    assertThatThrownBy(() -> platform.authenticate.authenticate(secret))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
  }
}
