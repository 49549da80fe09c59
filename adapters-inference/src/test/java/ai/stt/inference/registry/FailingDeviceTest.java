package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.operation.OperatedModel;
import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device that is full, hangs, or goes away; it does so whenever the gate is open. */
@Timeout(60)
class FailingDeviceTest extends RegistryTest {
  private static final String FULL = "CUDA error: out of memory";
  private static final String GONE = "CUDA error 999: unknown error";
  private static final long MB = 1 << 20;

  private void dropFailing(String place, String words) {
    String code = "if (gate.tryAcquire()) throw new IllegalStateException(\"" + words + "\");";
    fixture.drop("gpu.zip", fixture.plugin("gpu", "1.0.0").code("MODEL", "gpu").code(place, code));
    fixture.drop("idle.zip", fixture.plugin("idle", "2.0.0").code("MODEL", "idle"));
  }

  @Test
  void whenTheDeviceIsFullWhatIsIdleLeavesAndTheCallerMayComeAgain() throws Exception {
    dropFailing("TRANSCRIBE", FULL);
    fixture.start();
    fixture.ask("idle");
    for (int i = 0; i < 4; i++) {
      fixture.gate.release();
      assertThatThrownBy(() -> fixture.ask("gpu"))
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                assertThat(e.retryAfter()).isPresent();
              })
          .hasMessageContaining("no memory for this");
    }
    assertThat(fixture.count("close 2.0.0")).isEqualTo(1);
    assertThat(fixture.status("gpu")).isEqualTo(ModelStatus.READY);
    assertThat(fixture.ask("gpu")).isEqualTo("1.0.0");
    assertThat(fixture.health.troubles()).isEmpty();
  }

  @Test
  void aModelThatDoesNotFitIsLoadedOnceMoreWhenTheIdleHaveLeft() throws Exception {
    dropFailing("LOAD", "Failed to allocate memory for requested buffer of size 1");
    fixture.start();
    fixture.ask("idle");
    fixture.gate.release();
    assertThat(fixture.ask("gpu")).isEqualTo("1.0.0");
    assertThat(fixture.count("close 2.0.0")).isEqualTo(1);
    assertThat(fixture.count("load 1.0.0")).isEqualTo(2);
  }

  @Test
  void aModelThatDoesNotFitAloneFailsWithTheReason() throws Exception {
    dropFailing("LOAD", FULL);
    fixture.start();
    fixture.gate.release();
    assertThatThrownBy(() -> fixture.ask("gpu")).hasMessageContaining("out of memory");
    assertThat(fixture.count("load 1.0.0")).isEqualTo(1);
  }

  @Test
  void whenTheDeviceGoesAwayModelsAreLoadedAnewForWhatIsLeft() throws Exception {
    dropFailing("TRANSCRIBE", GONE);
    fixture.start();
    fixture.ask("idle");
    fixture.gate.release();
    assertThatThrownBy(() -> fixture.ask("gpu"))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED))
        .hasMessageContaining("send it again");
    assertThat(fixture.health.troubles())
        .singleElement()
        .asString()
        .startsWith("the GPU cannot be used: ");

    assertThat(fixture.ask("gpu")).isEqualTo("1.0.0");
    assertThat(fixture.ask("idle")).isEqualTo("2.0.0");
    assertThat(fixture.count("load 1.0.0")).isEqualTo(2);
    assertThat(fixture.count("load 2.0.0")).isEqualTo(2);
    fixture.gate.release();
    assertThatThrownBy(() -> fixture.ask("gpu")).isInstanceOf(SpeechException.class);
    assertThat(fixture.enginesRenewed).hasValue(1);
  }

  @Test
  void aModelForWhichTheDeviceIsAlwaysFullMovesOthersForAWhileAndIsFailedThen() throws Exception {
    dropFailing("TRANSCRIBE", FULL);
    fixture.start();
    fixture.gate.release(100);
    for (int i = 0; i < 6; i++) {
      fixture.ask("idle");
      assertThatThrownBy(() -> fixture.ask("gpu")).isInstanceOf(Exception.class);
    }
    long moved = fixture.count("load 2.0.0");
    fixture.ask("idle");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> fixture.ask("gpu")).isInstanceOf(Exception.class);
    }
    assertThat(fixture.status("gpu")).isEqualTo(ModelStatus.FAILED);
    fixture.pass(Duration.ofMinutes(1));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> fixture.ask("gpu")).isInstanceOf(Exception.class);
    }
    assertThat(fixture.status("gpu")).isEqualTo(ModelStatus.FAILED);
    fixture.ask("idle");
    assertThat(fixture.count("load 2.0.0")).isLessThanOrEqualTo(moved + 1);
  }

  @Test
  void whereNoGpuIsUsedNoneIsLostWhateverAPluginSays() throws Exception {
    fixture.close();
    fixture = new RegistryFixture(home, RegistryFixture.settings(), false, true);
    dropFailing("TRANSCRIBE", GONE);
    fixture.start();
    fixture.ask("idle");
    fixture.gate.release(3);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> fixture.ask("gpu")).isInstanceOf(IllegalStateException.class);
    }
    assertThat(fixture.status("gpu")).isEqualTo(ModelStatus.FAILED);
    assertThat(fixture.status("idle")).isEqualTo(ModelStatus.READY);
    assertThat(fixture.health.troubles()).isEmpty();
    assertThat(fixture.enginesRenewed).hasValue(0);
  }

  @Test
  void whereNoGpuIsUsedALoadThatMissesOneIsNotMadeAgain() throws Exception {
    fixture.close();
    fixture = new RegistryFixture(home, RegistryFixture.settings(), false, true);
    dropFailing("LOAD", "no CUDA-capable device is detected");
    fixture.start();
    fixture.gate.release();
    assertThatThrownBy(() -> fixture.ask("gpu")).hasMessageContaining("no CUDA-capable device");
    assertThat(fixture.health.troubles()).isEmpty();
  }

  @Test
  void whenTheDeviceGoesAwayDuringALoadTheLoadIsMadeOnWhatIsLeft() throws Exception {
    dropFailing("LOAD", "no CUDA-capable device is detected");
    fixture.start();
    fixture.gate.release();
    assertThat(fixture.ask("gpu")).isEqualTo("1.0.0");
    assertThat(fixture.enginesRenewed).hasValue(1);
    assertThat(fixture.health.lost()).isPresent();
  }

  @Test
  void withoutLeaveToUseTheProcessorNothingRunsWhenTheDeviceIsGone() throws Exception {
    fixture.close();
    fixture = new RegistryFixture(home, RegistryFixture.settings(), true, false);
    dropFailing("TRANSCRIBE", GONE);
    fixture.start();
    fixture.gate.release();
    assertThatThrownBy(() -> fixture.ask("gpu")).isInstanceOf(SpeechException.class);
    assertThatThrownBy(() -> fixture.ask("idle"))
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
              assertThat(e.retryAfter()).contains(Duration.ofMinutes(1));
            })
        .hasMessageContaining("device.cpu_fallback");
  }

  @Test
  void withoutLeaveToUseTheProcessorNothingIsLoadedThereEither() throws Exception {
    fixture.close();
    fixture = new RegistryFixture(home, RegistryFixture.settings(), true, false);
    dropFailing("LOAD", "no CUDA-capable device is detected");
    fixture.start();
    fixture.gate.release();
    assertThatThrownBy(() -> fixture.ask("gpu")).hasMessageContaining("device.cpu_fallback");
    assertThat(fixture.count("load 1.0.0")).isEqualTo(1);

    fixture.registry.operations().load("idle");
    Eventually.holds(() -> fixture.status("idle") == ModelStatus.FAILED);
    assertThat(fixture.count("load 2.0.0")).isZero();
  }

  @Test
  void aCallThatHangsMarksTheDeviceUntilItComesBack() throws Exception {
    fixture.drop(
        "gpu.zip",
        fixture
            .plugin("gpu", "1.0.0")
            .code("MODEL", "gpu")
            .code("TRANSCRIBE", "heard(); while (yes()) { if (gate.tryAcquire()) break; }"));
    fixture.start();
    Future<String> hanging = inBackground(() -> fixture.ask("gpu"));
    Eventually.holds(() -> fixture.count("heard") == 1);
    fixture.pass(RegistryFixture.PATIENCE);
    Eventually.holds(() -> !fixture.health.troubles().isEmpty());
    assertThat(fixture.health.troubles())
        .singleElement()
        .asString()
        .contains("work hangs", "'gpu'", "no sign of life");
    fixture.gate.release();
    assertThatThrownBy(hanging::get).isInstanceOf(ExecutionException.class);
    Eventually.holds(() -> fixture.health.troubles().isEmpty());
  }

  @Test
  void callsThatEndAsTheyAreGivenUpLeaveNothingBehind() throws Exception {
    String code =
        "heard(); while (!Thread.currentThread().isInterrupted()) { Thread.onSpinWait(); }";
    fixture.drop(
        "gpu.zip", fixture.plugin("gpu", "1.0.0").code("MODEL", "gpu").code("TRANSCRIBE", code));
    fixture.start();
    for (int i = 1; i <= 20; i++) {
      long calls = i;
      Future<String> hanging = inBackground(() -> fixture.ask("gpu"));
      Eventually.holds(() -> fixture.count("heard") == calls);
      fixture.pass(RegistryFixture.PATIENCE);
      assertThatThrownBy(hanging::get).isInstanceOf(ExecutionException.class);
      assertThat(fixture.health.troubles()).isEmpty();
      fixture.pass(Duration.ofMinutes(1)); // until it may be tried again
      Eventually.holds(() -> fixture.status("gpu") == ModelStatus.AVAILABLE);
    }
  }

  @Test
  void aReplacedPluginWhoseModelWasOnALostDeviceIsClosed() throws Exception {
    String code =
        "heard(); gate.acquire(); if (yes()) throw new IllegalStateException(\"" + GONE + "\");";
    fixture.drop(
        "gpu.zip", fixture.plugin("gpu", "1.0.0").code("MODEL", "gpu").code("TRANSCRIBE", code));
    fixture.start();
    Future<String> working = inBackground(() -> fixture.ask("gpu"));
    Eventually.holds(() -> fixture.count("heard") == 1);
    fixture.drop("gpu.zip", fixture.plugin("gpu", "2.0.0").code("MODEL", "gpu"));
    Eventually.holds(() -> fixture.version("gpu").equals("2.0.0"));
    assertThat(fixture.count("close plugin 1.0.0")).isZero();

    fixture.gate.release();
    assertThatThrownBy(working::get).hasMessageContaining("send it again");
    Eventually.holds(() -> fixture.count("close plugin 1.0.0") == 1);
    assertThat(fixture.count("close 1.0.0")).isEqualTo(1);
  }

  @Test
  void whatALoadTookCountsWhenItIsMoreThanTheEstimateAlsoForTheNextLoad() throws Exception {
    fixture.close();
    fixture = new RegistryFixture(home, RegistryFixture.settings(4 * MB));
    var bytes = new AtomicLong();
    fixture.used = () -> bytes.getAndAdd(100 * MB);
    fixture.drop("a.zip", fixture.plugin("a", "1.0.0").code("MODEL", "a"));
    fixture.drop("b.zip", fixture.plugin("b", "2.0.0").code("MODEL", "b"));
    fixture.start();
    fixture.ask("a");
    assertThat(operated("a"))
        .returns(MB, OperatedModel::memoryBytes)
        .returns(4 * MB, OperatedModel::measuredBytes); // a hundred times as much is no model's

    fixture.used = () -> -1;
    fixture.ask("b"); // by the estimates both would fit
    Eventually.holds(() -> fixture.count("close 1.0.0") == 1);
    fixture.ask("a");
    Eventually.holds(() -> fixture.count("close 2.0.0") == 1);
    assertThat(operated("a").measuredBytes()).isZero();
  }

  @Test
  void whatOthersTakeWhileTheyWorkIsNotMeasured() throws Exception {
    fixture.used = new AtomicLong()::incrementAndGet;
    fixture.drop(
        "a.zip",
        fixture
            .plugin("a", "1.0.0")
            .code("MODEL", "a")
            .code("TRANSCRIBE", "heard(); gate.acquire();"));
    fixture.drop("b.zip", fixture.plugin("b", "2.0.0").code("MODEL", "b"));
    fixture.start();
    Future<String> working = inBackground(() -> fixture.ask("a"));
    Eventually.holds(() -> fixture.count("heard") == 1);
    fixture.ask("b");
    assertThat(operated("a").measuredBytes()).isEqualTo(1);
    assertThat(operated("b").measuredBytes()).isZero();
    fixture.gate.release();
    assertThat(working.get()).isEqualTo("1.0.0");
  }

  private OperatedModel operated(String id) {
    return fixture.registry.operations().models().stream()
        .filter(model -> model.live().descriptor().id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
