package ai.stt.app.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.stt.app.access.ApiKeys;
import ai.stt.app.access.ClientNetwork;
import ai.stt.app.access.InMemoryCounts;
import ai.stt.app.key.NewKey;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.key.ApiKey;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AdminAccountTest {
  private final MovableClock clock = new MovableClock("2026-03-05T12:00:00Z");
  private final Platform platform = new Platform(new InMemoryPlatform(), clock);
  private final AdminAccount admin =
      new AdminAccount(platform.work, platform.createKey, Platform.BOUGHT, clock);
  private final RecogniseCaller callers =
      new RecogniseCaller(
          new ApiKeys(List.of("listed")),
          admin,
          platform.authenticate,
          platform.logIn,
          platform.plans,
          clock);

  @Test
  void itIsMadeOnceWithAKeyThatMayDoEverything() {
    NewKey key = admin.ensure().orElseThrow();

    assertThat(admin.ensure()).isEqualTo(Optional.empty());
    Member member = callers.byKey(key.secret().reveal());
    assertThat(member.account()).isEqualTo(admin.account());
    assertThat(member.plan()).isEqualTo(Platform.BOUGHT);
    assertThat(member.scopes()).isEqualTo(ApiKey.ALL);
    assertThat(platform.accounts.audit(member.account().id(), 10))
        .extracting(AuditEvent::kind, AuditEvent::detail)
        .containsExactly(
            tuple(AuditEvent.Kind.KEY_CREATED, "key " + key.key().id()),
            tuple(AuditEvent.Kind.ACCOUNT_CREATED, "plan bought"));
  }

  @Test
  void nobodyLogsInToIt() {
    admin.ensure();
    assertThatThrownBy(
            () -> platform.logIn.logIn(AdminAccount.EMAIL.text(), "!", new ClientNetwork("n")))
        .satisfies(error -> assertCode(error, ErrorCode.UNAUTHORIZED));
    assertThatThrownBy(() -> platform.delete.delete(admin.account().id()))
        .satisfies(error -> assertCode(error, ErrorCode.CONFLICT));
  }

  @Test
  void theKeysOfTheConfigurationAreItsOwnOnceItIsThere() {
    assertThatThrownBy(() -> callers.byKey("listed"))
        .satisfies(error -> assertCode(error, ErrorCode.DEPENDENCY_FAILED));
    admin.ensure();
    assertThat(callers.byKey("listed").account()).isEqualTo(admin.account());
    assertThatThrownBy(() -> callers.byKey("listed2"))
        .satisfies(error -> assertCode(error, ErrorCode.UNAUTHORIZED));
  }

  @Test
  void aChangedPlanOfTheOperatorIsSeenWithinASecond() {
    admin.ensure();
    assertThat(callers.byKey("listed").plan()).isEqualTo(Platform.BOUGHT);
    platform.change.changePlan(admin.account().id(), Platform.SMALL.id());
    clock.move(Duration.ofSeconds(1));
    assertThat(callers.byKey("listed").plan()).isEqualTo(Platform.SMALL);
  }

  @Test
  void aMemberMayDoWhatItsKeyMay() {
    long id = platform.account("ada@example.org", Platform.SMALL).id();
    NewKey key = platform.createKey.create(id, "k", Set.of(Scope.READ));
    Member member = callers.byKey(key.secret().reveal());
    member.require(Scope.READ);
    assertThatThrownBy(() -> member.require(Scope.MANAGE))
        .hasMessageContaining("'manage'")
        .satisfies(error -> assertCode(error, ErrorCode.FORBIDDEN));
  }

  @Test
  void signUpsOfANetworkAreCountedByTheDay() {
    var limits = new LimitSignUps(new InMemoryCounts(), 2, clock);
    limits.count(new ClientNetwork("a"));
    limits.count(new ClientNetwork("a"));
    limits.count(new ClientNetwork("b"));
    assertThatThrownBy(() -> limits.count(new ClientNetwork("a")))
        .satisfies(error -> assertCode(error, ErrorCode.RATE_LIMITED));
    clock.move(Duration.ofHours(12));
    limits.count(new ClientNetwork("a"));

    var closed = new LimitSignUps(new InMemoryCounts(), 0, clock);
    assertThatThrownBy(() -> closed.count(new ClientNetwork("a")))
        .satisfies(error -> assertCode(error, ErrorCode.FORBIDDEN));
  }

  private static void assertCode(Throwable error, ErrorCode code) {
    assertThat(error)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
