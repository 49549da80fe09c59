package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.operation.OperatedModel;
import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.plugin.embedding.Embedder;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
  void aBatchThatDoesNotFitIsHalvedOnce() throws Throwable {
    var device = new SmallDevice(3);
    assertThat((float[][]) embed(device, List.of("a", "bb", "ccc", "dddd", "eeeee")))
        .isDeepEqualTo(new float[][] {{1}, {2}, {3}, {4}, {5}});
    assertThat(device.batches).containsExactly(5, 3, 2);

    var smaller = new SmallDevice(1);
    assertThatThrownBy(() -> embed(smaller, List.of("a", "b", "c", "d")))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("no memory for this");
    assertThat(smaller.batches).containsExactly(4, 2);
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
    fixture = new RegistryFixture(home, RegistryFixture.settings(), false);
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
  void whatALoadTakesIsMeasuredAndCountsWhenItIsMoreThanTheEstimate() throws Exception {
    fixture.close();
    fixture = new RegistryFixture(home, RegistryFixture.settings(100 * MB));
    var bytes = new AtomicLong();
    fixture.used = () -> bytes.getAndAdd(100 * MB);
    fixture.drop("a.zip", fixture.plugin("a", "1.0.0").code("MODEL", "a"));
    fixture.drop("b.zip", fixture.plugin("b", "2.0.0").code("MODEL", "b"));
    fixture.start();
    fixture.ask("a");
    assertThat(fixture.registry.operations().models())
        .filteredOn(model -> model.live().descriptor().id().equals("a"))
        .singleElement()
        .returns(MB, OperatedModel::memoryBytes)
        .returns(100 * MB, OperatedModel::measuredBytes);

    fixture.ask("b"); // by the estimates both would fit
    Eventually.holds(() -> fixture.count("close 1.0.0") == 1);
  }

  @Test
  void theWordsOfEnginesTellWhatHappened() {
    for (String full :
        List.of(
            "CUDA error 2: out of memory",
            "bad allocation",
            "[ONNXRuntimeError] : 6 : Failed to allocate memory for requested buffer",
            "CUBLAS_STATUS_ALLOC_FAILED")) {
      assertThat(DeviceFault.of(new IllegalStateException(full)))
          .as(full)
          .isEqualTo(DeviceFault.OUT_OF_MEMORY);
    }
    var wrapped = new IllegalStateException("step failed", new RuntimeException(GONE));
    assertThat(DeviceFault.of(wrapped)).isEqualTo(DeviceFault.LOST);
    assertThat(DeviceFault.of(new IllegalStateException("a fault"))).isEqualTo(DeviceFault.NONE);
    assertThat(DeviceFault.of(new NullPointerException())).isEqualTo(DeviceFault.NONE);
  }

  private static Object embed(Embedder device, List<String> texts) throws Throwable {
    var method = Embedder.class.getMethod("embed", List.class);
    var room = new ModelRoom(1, List::of, Set.of());
    var work = new DeviceWork(DeviceCare.none(), room, List::of);
    RepeatedCall.Call call =
        given -> {
          try {
            return method.invoke(device, given);
          } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause();
          }
        };
    Object[] arguments = {texts};
    try {
      return Objects.requireNonNull(call.with(arguments));
    } catch (IllegalStateException e) {
      return Objects.requireNonNull(
          work.mend(e, new RepeatedCall(method, arguments, call), () -> {}));
    }
  }

  /** Has room for so many texts at once; a text's vector is its length. */
  private static final class SmallDevice implements Embedder {
    private final int room;
    private final List<Integer> batches = new ArrayList<>();

    SmallDevice(int room) {
      this.room = room;
    }

    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public float[][] embed(List<String> texts) {
      batches.add(texts.size());
      if (texts.size() > room) {
        throw new IllegalStateException(FULL);
      }
      float[][] vectors = new float[texts.size()][];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = new float[] {texts.get(i).length()};
      }
      return vectors;
    }

    @Override
    public void close() {}
  }
}
