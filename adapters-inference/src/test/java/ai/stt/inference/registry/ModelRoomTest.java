package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.stt.app.operation.OperatedModel;
import ai.stt.app.operation.PluginState;
import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.plugin.Capability;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device with room for ten megabytes, three models of four each, and one of twelve. */
class ModelRoomTest extends RegistryTest {
  private static final long MB = 1 << 20;

  @BeforeEach
  void fourModels() throws Exception {
    fixture.close();
    fixture = new RegistryFixture(home, RegistryFixture.settings(10 * MB));
    for (String id : new String[] {"a", "b", "c"}) {
      fixture.drop(id + ".zip", fixture.plugin(id, "1.0.0").code("MODEL", id).code("MB", "4"));
    }
    fixture.drop("d.zip", fixture.plugin("d", "1.0.0").code("MODEL", "huge").code("MB", "12"));
    fixture.start();
  }

  private OperatedModel operated(String id) {
    return fixture.registry.operations().models().stream()
        .filter(model -> model.live().descriptor().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theModelThatWasUsedLongestAgoLeavesForTheNext() throws Exception {
    fixture.ask("a");
    fixture.pass(Duration.ofSeconds(1));
    fixture.ask("b");
    fixture.pass(Duration.ofSeconds(1));
    fixture.ask("a");
    fixture.pass(Duration.ofSeconds(1));
    fixture.ask("c");

    assertThat(fixture.status("b")).isEqualTo(ModelStatus.AVAILABLE);
    assertThat(fixture.status("a")).isEqualTo(ModelStatus.READY);
    assertThat(fixture.status("c")).isEqualTo(ModelStatus.READY);
    assertThat(fixture.ask("b")).isEqualTo("1.0.0");
    assertThat(fixture.status("a")).isEqualTo(ModelStatus.AVAILABLE);
  }

  @Test
  void whereOthersAreAtWorkTheCallerIsToldToWaitAndWhatIsTooLargeIsRefused() throws Exception {
    try (var a = fixture.registry.lease(Capability.TRANSCRIPTION, "a");
        var b = fixture.registry.lease(Capability.TRANSCRIPTION, "b")) {
      SpeechException busy = catchThrowableOfType(SpeechException.class, () -> fixture.ask("c"));
      assertThat(busy.code()).isEqualTo(ErrorCode.OVERLOADED);
      assertThat(busy.retryAfter()).isPresent();
      assertThat(RegistryFixture.ask(a.model()) + RegistryFixture.ask(b.model()))
          .isEqualTo("1.0.01.0.0");
    }
    assertThat(fixture.ask("c")).isEqualTo("1.0.0");
    SpeechException huge = catchThrowableOfType(SpeechException.class, () -> fixture.ask("huge"));
    assertThat(huge.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
    assertThat(huge).hasMessageContaining("12 MB").hasMessageContaining("10 MB");
  }

  @Test
  void aPinnedModelStaysUntilItIsLetGo() throws Exception {
    var operations = fixture.registry.operations();
    operations.pin("a", true);
    Eventually.holds(() -> fixture.status("a") == ModelStatus.READY);
    fixture.ask("b");
    fixture.ask("c");
    assertThat(operated("a").pinned()).isTrue();
    assertThat(fixture.status("a")).isEqualTo(ModelStatus.READY);
    assertThat(fixture.status("b")).isEqualTo(ModelStatus.AVAILABLE);

    operations.pin("a", false);
    fixture.pass(Duration.ofSeconds(1));
    try (var busy = fixture.registry.lease(Capability.TRANSCRIPTION, "c")) {
      fixture.ask("b");
      assertThat(fixture.status("a")).isEqualTo(ModelStatus.AVAILABLE);
      assertThat(operated("c").leases()).isEqualTo(1);
      assertThat(RegistryFixture.ask(busy.model())).isEqualTo("1.0.0");
    }
  }

  @Test
  void theOperatorLoadsAndFreesModelsButNotThoseInUse() throws Exception {
    var operations = fixture.registry.operations();
    operations.load("a");
    Eventually.holds(() -> fixture.status("a") == ModelStatus.READY);
    assertThat(operated("a").memoryBytes()).isEqualTo(4 * MB);
    try (var lease = fixture.registry.lease(Capability.TRANSCRIPTION, "a")) {
      assertThatThrownBy(() -> operations.unload("a"))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
      assertThat(RegistryFixture.ask(lease.model())).isEqualTo("1.0.0");
    }
    operations.unload("a");
    operations.unload("a");
    Eventually.holds(() -> fixture.count("close 1.0.0") == 1);
    assertThat(fixture.status("a")).isEqualTo(ModelStatus.AVAILABLE);
    assertThatThrownBy(() -> operations.load("none"))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void aFailedModelThatIsPinnedIsTriedAgainAndWhatFailedMovesNothing() throws Exception {
    fixture.drop(
        "e.zip",
        fixture
            .plugin("e", "2.0.0")
            .code("MODEL", "e")
            .code("MB", "8")
            .code("LOAD", "if (!gate.tryAcquire()) throw new IllegalStateException(\"not yet\");"));
    Eventually.holds(() -> fixture.ids().contains("e"));
    assertThatThrownBy(() -> fixture.ask("e")).hasMessageContaining("not yet");
    fixture.ask("a");
    assertThatThrownBy(() -> fixture.ask("e")).hasMessageContaining("not yet");
    assertThat(fixture.status("a")).isEqualTo(ModelStatus.READY);

    fixture.gate.release();
    fixture.registry.operations().pin("e", true);
    Eventually.holds(() -> fixture.status("e") == ModelStatus.READY);
    assertThat(fixture.status("a")).isEqualTo(ModelStatus.AVAILABLE);
  }

  @Test
  void theOperatorSeesEveryPluginAndWhatIsWrongWithIt() throws Exception {
    fixture.drop("x.zip", fixture.plugin("x", "1.0.0").property("plugin.license", ""));
    fixture.drop(
        "y.zip",
        fixture
            .plugin("y", "1.0.0")
            .code("OFFERS", "if (yes()) throw new IllegalStateException(\"no engine\");"));
    fixture.drop("old.zip", fixture.plugin("a", "0.1.0"));
    var operations = fixture.registry.operations();
    Eventually.holds(() -> operations.plugins().size() == 7);
    Eventually.holds(
        () -> operations.plugins().stream().filter(p -> p.reason() != null).count() == 2);

    assertThat(operations.plugins())
        .extracting(PluginState::file, PluginState::id, PluginState::status)
        .contains(
            org.assertj.core.groups.Tuple.tuple("a.zip", "a", "running"),
            org.assertj.core.groups.Tuple.tuple("old.zip", "a", "standby"),
            org.assertj.core.groups.Tuple.tuple("x.zip", null, "failed"),
            org.assertj.core.groups.Tuple.tuple("y.zip", "y", "failed"));
  }

  @Test
  void aReplacedModelAtWorkCountsUntilItsLastLeaseEnds() throws Exception {
    fixture.drop("e.zip", fixture.plugin("e", "1.0.0").code("MODEL", "big").code("MB", "6"));
    Eventually.holds(() -> fixture.ids().contains("big"));
    try (var lease = fixture.registry.lease(Capability.TRANSCRIPTION, "big")) {
      fixture.drop("e.zip", fixture.plugin("e", "2.0.0").code("MODEL", "big").code("MB", "6"));
      Eventually.holds(() -> fixture.version("big").equals("2.0.0"));
      SpeechException busy = catchThrowableOfType(SpeechException.class, () -> fixture.ask("big"));
      assertThat(busy.code()).isEqualTo(ErrorCode.OVERLOADED);
      assertThat(fixture.count("load 2.0.0")).isZero();
      assertThat(RegistryFixture.ask(lease.model())).isEqualTo("1.0.0");
    }
    assertThat(fixture.ask("big")).isEqualTo("2.0.0");
    assertThat(fixture.events).containsSubsequence("close 1.0.0", "load 2.0.0");
  }

  @Test
  void aModelIsLoadedOnlyWhenThatWhichLeavesForItIsClosed() throws Exception {
    String slow =
        "try { Thread.sleep(200); } catch (InterruptedException e) {} events.add(\"closed\");";
    for (String id : new String[] {"a", "b"}) {
      fixture.drop(
          id + ".zip",
          fixture.plugin(id, "3.0.0").code("MODEL", id).code("MB", "4").code("MODEL_CLOSE", slow));
      Eventually.holds(() -> fixture.version(id).equals("3.0.0"));
      fixture.ask(id);
    }
    assertThat(fixture.ask("c")).isEqualTo("1.0.0");
    assertThat(fixture.events).containsSubsequence("close 3.0.0", "closed", "load 1.0.0");
  }

  @Test
  void aModelThatNeverClosesHoldsUpTheNextLoadOnceOnly() throws Exception {
    String never = "gate.acquireUninterruptibly();";
    fixture.drop(
        "a.zip",
        fixture.plugin("a", "3.0.0").code("MODEL", "a").code("MB", "4").code("MODEL_CLOSE", never));
    Eventually.holds(() -> fixture.version("a").equals("3.0.0"));
    fixture.ask("a");
    fixture.registry.operations().unload("a");
    Eventually.holds(() -> fixture.count("close 3.0.0") == 1);
    long start = System.nanoTime();
    assertThat(fixture.ask("b")).isEqualTo("1.0.0");
    long waited = System.nanoTime();
    assertThat(fixture.ask("c")).isEqualTo("1.0.0");
    assertThat(Duration.ofNanos(waited - start)).isGreaterThan(RegistryFixture.ROOM_WAIT);
    assertThat(Duration.ofNanos(System.nanoTime() - waited)).isLessThan(RegistryFixture.ROOM_WAIT);
  }

  @Test
  void callsThatOverlapKeepNoOtherModelOut() throws Exception {
    fixture.drop(
        "a.zip",
        fixture
            .plugin("a", "3.0.0")
            .code("MODEL", "a")
            .code("MB", "4")
            .code("TRANSCRIBE", "Thread.sleep(40);"));
    fixture.drop("e.zip", fixture.plugin("e", "2.0.0").code("MODEL", "e").code("MB", "8"));
    Eventually.holds(() -> fixture.version("a").equals("3.0.0") && fixture.ids().contains("e"));
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var over = new AtomicBoolean();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (!over.get()) {
                        fixture.ask("a");
                      }
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }));
    }
    for (int turn = 0; turn < 2; turn++) {
      Eventually.holds(() -> fixture.status("a") == ModelStatus.READY);
      assertThat(fixture.ask("e")).isEqualTo("2.0.0");
    }
    Eventually.holds(() -> fixture.status("a") == ModelStatus.READY);
    over.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aHundredRoundsOfLoadingAndFreeingLeaveOneModelsWorth() throws Exception {
    for (int round = 0; round < 100; round++) {
      fixture.ask(round % 2 == 0 ? "a" : "b");
      fixture.registry.operations().unload("a");
      fixture.registry.operations().unload("b");
    }
    Eventually.holds(() -> fixture.count("close 1.0.0") == 100);
    assertThat(fixture.count("load 1.0.0")).isEqualTo(100);
  }
}
