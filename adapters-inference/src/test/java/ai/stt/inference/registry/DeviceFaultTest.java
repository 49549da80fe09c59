package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.embedding.Embedder;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What failures say about a device, and which calls are made again then. */
class DeviceFaultTest {
  private static final String FULL = "CUDA error: out of memory";

  @Test
  void aDeviceThatIsFullIsToldByTheWordsOfEngines() {
    for (String full :
        List.of(
            "CUDA error 2: out of memory",
            "bad allocation",
            "[ONNXRuntimeError] : 6 : Failed to allocate memory for requested buffer",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "CUDNN failure 2: CUDNN_STATUS_ALLOC_FAILED ; GPU=0")) {
      assertThat(fault(full)).as(full).isEqualTo(DeviceFault.OUT_OF_MEMORY);
    }
  }

  @Test
  void aDeviceThatIsGoneIsToldByErrorsThatStay() {
    for (String gone :
        List.of(
            "CUDA error 999: unknown error",
            "CUDA failure 700: an illegal memory access was encountered ; GPU=0 ; hostname=a",
            "CUDA error: an illegal memory access was encountered",
            "CUDA error: unspecified launch failure",
            "CUDA_ERROR_ILLEGAL_ADDRESS",
            "cudaErrorLaunchFailure",
            "cudaErrorECCUncorrectable",
            "no CUDA-capable device is detected",
            "GPU has fallen off the bus",
            "device-side assert triggered")) {
      assertThat(fault(gone)).as(gone).isEqualTo(DeviceFault.LOST);
    }
    var cause = new IllegalStateException("CUDA error 719: unspecified launch failure");
    assertThat(DeviceFault.of(new IllegalStateException("step failed", cause)))
        .isEqualTo(DeviceFault.LOST);
  }

  @Test
  void faultsOfACallSayNothingAboutTheDevice() {
    for (String own :
        List.of(
            "a fault",
            "CUDA failure 1: invalid argument ; GPU=0",
            "CUDA error 9: invalid configuration argument",
            "CUDA error 701: too many resources requested for launch",
            "cudaErrorInvalidValue",
            "CUBLAS failure 7: CUBLAS_STATUS_INVALID_VALUE",
            "CUDNN_STATUS_BAD_PARAM",
            "CUDNN_STATUS_NOT_SUPPORTED")) {
      assertThat(fault(own)).as(own).isEqualTo(DeviceFault.NONE);
    }
    assertThat(DeviceFault.of(new NullPointerException())).isEqualTo(DeviceFault.NONE);
  }

  @Test
  void wordsOfCallersAndOfTheHostAreNotRead() {
    var refusal = new SpeechException(ErrorCode.INVALID_REQUEST, "no language '" + FULL + "'");
    assertThat(DeviceFault.of(refusal)).isEqualTo(DeviceFault.NONE);
    assertThat(DeviceFault.of(new IllegalStateException("refused", refusal)))
        .isEqualTo(DeviceFault.NONE);
    assertThat(DeviceFault.of(new SpeechException(ErrorCode.MODEL_UNAVAILABLE, FULL)))
        .isEqualTo(DeviceFault.OUT_OF_MEMORY);

    var host = new IllegalStateException(FULL);
    assertThat(DeviceFault.of(host, host)).isEqualTo(DeviceFault.NONE);
    assertThat(DeviceFault.of(new IllegalStateException("step failed", host), host))
        .isEqualTo(DeviceFault.NONE);
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
  void whatHasMovedOnIsNotFedTwice() throws Exception {
    var stream = new FullStream();
    var method = EnhancementStream.class.getMethod("feed", float[].class);
    assertThatThrownBy(() -> made(false, method, stream, new Object[] {new float[480]}))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    assertThat(stream.samplesSoFar).isEqualTo(480);
  }

  private static DeviceFault fault(String words) {
    return DeviceFault.of(new IllegalStateException(words));
  }

  private static Object embed(Embedder device, List<String> texts) throws Throwable {
    var method = Embedder.class.getMethod("embed", List.class);
    return made(true, method, device, new Object[] {texts});
  }

  private static Object made(boolean whole, Method method, Object target, Object[] arguments)
      throws Throwable {
    var room = new ModelRoom(1, Duration.ofSeconds(1), List::of, Set.of(), new Replacements());
    var work = new DeviceWork(DeviceCare.none(), room, List::of);
    RepeatedCall.Call call =
        given -> {
          try {
            return method.invoke(target, given);
          } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
          }
        };
    try {
      return Objects.requireNonNull(call.with(arguments));
    } catch (IllegalStateException e) {
      var again = new RepeatedCall(whole, method, arguments, call);
      return Objects.requireNonNull(work.mend(e, DeviceFault.of(e), again, () -> {}));
    }
  }

  /** Refuses as it is full, after it has moved on. */
  private static final class FullStream implements EnhancementStream {
    private int samplesSoFar;

    @Override
    public float[] feed(float[] samples) {
      samplesSoFar += samples.length;
      throw new IllegalStateException(FULL);
    }

    @Override
    public float[] finish() {
      return new float[0];
    }

    @Override
    public void close() {}
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
