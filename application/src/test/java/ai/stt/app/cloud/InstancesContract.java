package ai.stt.app.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.cloud.CloudInstance.Status;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances and their reports, over any stores. */
public abstract class InstancesContract {
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");

  @SuppressWarnings("NullAway.Init") // set before each test
  private Platform platform;

  @SuppressWarnings("NullAway.Init")
  private RegisterInstance register;

  @SuppressWarnings("NullAway.Init")
  private WatchInstances watch;

  private long ada;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    platform = new Platform(emptyStores(), clock);
    register = new RegisterInstance(platform.work, clock);
    watch = new WatchInstances(platform.work, clock);
    ada = platform.account("ada@example.org", Platform.BOUGHT).id();
  }

  @Test
  void anInstanceIsPendingUntilItReportsAndOfflineAfterTwoMinutesOfSilence() {
    var made = register.register(ada, Platform.BOUGHT, "Rack 1", "eu", "https://stt.example");
    String token = made.token().reveal();
    assertThat(status()).isEqualTo(Status.PENDING);
    watch.hear(token, "1.0", "H200", List.of("base", "large-v3"));
    assertThat(status()).isEqualTo(Status.ONLINE);
    clock.move(Duration.ofSeconds(119));
    assertThat(status()).isEqualTo(Status.ONLINE);
    clock.move(Duration.ofSeconds(1));
    assertThat(status()).isEqualTo(Status.OFFLINE);
    var report = Objects.requireNonNull(watch.of(ada).getFirst().instance().report());
    assertThat(report.models()).containsExactly("base", "large-v3");
    assertThat(report.gpuName()).isEqualTo("H200");
    watch.hear(token, "1.1", null, List.of());
    assertThat(status()).isEqualTo(Status.ONLINE);
    var later = watch.of(ada).getFirst().instance();
    assertThat(later.name()).isEqualTo("Rack 1");
    assertThat(later.url()).isEqualTo("https://stt.example");
    assertThat(Objects.requireNonNull(later.report()).gpuName()).isNull();
    assertThat(Objects.requireNonNull(later.report()).at()).isEqualTo(clock.instant());
  }

  @Test
  void nobodyReportsWithoutATokenOrWithThatOfARemovedInstance() {
    var made = register.register(ada, Platform.BOUGHT, "Rack 1", "", null);
    String token = made.token().reveal();
    for (String wrong : List.of("", "stti_x", token + "x", token.replace("stti_", "stt__"))) {
      refused(ErrorCode.UNAUTHORIZED, () -> watch.hear(wrong, "1", null, List.of()));
    }
    long eve = platform.account("eve@example.org", Platform.BOUGHT).id();
    assertThat(watch.of(eve)).isEmpty();
    refused(ErrorCode.NOT_FOUND, () -> register.remove(eve, made.instance().id()));
    register.remove(ada, made.instance().id());
    refused(ErrorCode.NOT_FOUND, () -> register.remove(ada, made.instance().id()));
    refused(ErrorCode.UNAUTHORIZED, () -> watch.hear(token, "1", null, List.of()));
    assertThat(platform.accounts.audit(ada, 2))
        .extracting(AuditEvent::kind)
        .containsExactly(AuditEvent.Kind.INSTANCE_REMOVED, AuditEvent.Kind.INSTANCE_REGISTERED);
  }

  @Test
  void onlyEnterprisePlansRegisterAndOnlySoMany() {
    refused(ErrorCode.FORBIDDEN, () -> register.register(ada, Platform.SMALL, "Rack", "", null));
    refused(
        ErrorCode.INVALID_REQUEST, () -> register.register(ada, Platform.BOUGHT, " ", "", null));
    refused(
        ErrorCode.INVALID_REQUEST, () -> register.register(ada, Platform.BOUGHT, "a\nb", "", null));
    refused(
        ErrorCode.INVALID_REQUEST,
        () -> register.register(ada, Platform.BOUGHT, "Rack", "", "javascript:x"));
    for (int i = 0; i < RegisterInstance.MOST; i++) {
      register.register(ada, Platform.BOUGHT, "Rack " + i, "", null);
    }
    refused(ErrorCode.CONFLICT, () -> register.register(ada, Platform.BOUGHT, "Rack", "", null));
    assertThat(watch.of(ada)).hasSize(RegisterInstance.MOST);
  }

  @Test
  void instancesGoWithTheirAccount() {
    String token = register.register(ada, Platform.BOUGHT, "Rack", "", null).token().reveal();
    platform.delete.delete(ada);
    assertThat(watch.of(ada)).isEmpty();
    refused(ErrorCode.UNAUTHORIZED, () -> watch.hear(token, "1", null, List.of()));
  }

  private Status status() {
    return watch.of(ada).getFirst().status();
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
