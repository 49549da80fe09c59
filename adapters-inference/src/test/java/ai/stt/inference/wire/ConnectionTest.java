package ai.stt.inference.wire;

import static ai.stt.inference.wire.RemoteModel.OPTIONS;
import static ai.stt.inference.wire.RemoteModel.ask;
import static ai.stt.inference.wire.RemoteModel.said;
import static ai.stt.inference.wire.RemoteModel.sound;
import static ai.stt.inference.wire.RemoteModel.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConnectionTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void soundsAreReadAndListenersToldByTheThreadThatAsked() throws InterruptedException {
    try (Pair pair =
        RemoteModel.of(
            folder,
            (audio, listener) -> {
              double sum = 0;
              for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
                for (float sample : chunk.samples()) {
                  sum += sample;
                }
                listener.onProgress((double) chunk.endSample());
              }
              listener.onSegment(said("part").segments().getFirst());
              return said("%.0f".formatted(sum));
            })) {
      List<Object> heard = new ArrayList<>();
      var listener =
          new TranscriptionListener() {
            @Override
            public void onProgress(double heardSeconds) {
              heard.add(heardSeconds);
              heard.add(Thread.currentThread());
            }

            @Override
            public void onSegment(Segment segment) {
              heard.add(segment.text());
            }
          };
      int samples = 200_000; // some slots of shared memory
      double sum = (samples - 1.0) * samples / 2;
      Transcript transcript =
          pair.root(Transcriber.class).transcribe(sound(samples), OPTIONS, listener);
      assertThat(Double.parseDouble(transcript.text())).isEqualTo(sum);
      Thread self = Thread.currentThread();
      assertThat(heard).containsExactly(100_000.0, self, 200_000.0, self, "part");
    }
  }

  @Test
  void failuresComeBackAsWhatTheyAre() {
    List<Throwable> thrown =
        List.of(
            new SpeechException(
                ErrorCode.OVERLOADED, "too many", Duration.ofSeconds(3), new Error("why")),
            new IllegalStateException("not now", new IOException("disk")),
            new NoClassDefFoundError("gone/Class"),
            new Foreign("CUDA error 700: illegal memory access"));
    var next = new AtomicInteger();
    try (Pair pair =
        RemoteModel.of(folder, (audio, listener) -> sneaky(thrown.get(next.getAndIncrement())))) {
      var model = pair.root(Transcriber.class);
      assertThat(catchThrowable(() -> ask(model)))
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                assertThat(e.retryAfter()).contains(Duration.ofSeconds(3));
              })
          .hasMessage("too many")
          .hasRootCauseMessage("why");
      assertThat(catchThrowable(() -> ask(model)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("not now")
          .hasRootCauseMessage("IOException: disk");
      assertThat(catchThrowable(() -> ask(model))).isInstanceOf(LinkageError.class);
      Throwable foreign = catchThrowable(() -> ask(model));
      assertThat(foreign).isInstanceOf(RemoteFailure.class).hasMessageContaining("CUDA error 700");
      assertThat(foreign.getStackTrace()[0].getClassName()).isEqualTo(getClass().getName());
    }
  }

  /** Of a class that the other side does not make. */
  private static final class Foreign extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Foreign(String message) {
      super(message);
    }
  }

  private static Transcript sneaky(Throwable thrown) {
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(thrown);
    }
  }

  @Test
  void whatAListenerThrowsComesBackAsTheVerySame() {
    try (Pair pair =
        RemoteModel.of(
            folder,
            (audio, listener) -> {
              try {
                listener.onProgress(1);
              } catch (IllegalArgumentException e) {
                throw new IllegalStateException("wrapped", e);
              }
              return said("no");
            })) {
      var mine = new IllegalArgumentException("mine");
      var listener =
          new TranscriptionListener() {
            @Override
            public void onProgress(double heardSeconds) {
              throw mine;
            }
          };
      var model = pair.root(Transcriber.class);
      Throwable thrown = catchThrowable(() -> model.transcribe(sound(2), OPTIONS, listener));
      assertThat(thrown).hasMessage("wrapped");
      assertThat(thrown.getCause()).isSameAs(mine);
    }
  }

  @Test
  void whatIsOpenedLivesUntilItIsClosedTwice() {
    var closed = new AtomicInteger();
    try (Pair pair = Pair.of(folder, Enhancer.class, new Doubling(closed))) {
      Enhancer enhancer = pair.root(Enhancer.class);
      assertThat(enhancer.sampleRateHz()).isEqualTo(48_000);
      EnhancementStream stream = enhancer.open(EnhancementOptions.DEFAULT);
      for (int size : new int[] {0, 1, 1023, 1024, 16_384, 16_385, 1_200_000}) {
        float[] sound = new float[size];
        java.util.Arrays.fill(sound, 0.25f);
        float[] twice = stream.feed(sound);
        assertThat(twice).hasSize(size);
        assertThat(size == 0 ? 0.5f : twice[size - 1]).isEqualTo(0.5f);
      }
      stream.close();
      stream.close();
      assertThat(closed).hasValue(1);
      assertThatThrownBy(() -> stream.feed(new float[1]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  /** Makes sounds louder. */
  private record Doubling(AtomicInteger closed) implements Enhancer {
    @Override
    public int sampleRateHz() {
      return 48_000;
    }

    @Override
    public int delaySamples() {
      return 0;
    }

    @Override
    public EnhancementStream open(EnhancementOptions options) {
      return new EnhancementStream() {
        @Override
        public float[] feed(float[] samples) {
          float[] twice = samples.clone();
          for (int i = 0; i < twice.length; i++) {
            twice[i] *= 2;
          }
          return twice;
        }

        @Override
        public float[] finish() {
          return new float[0];
        }

        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    }

    @Override
    public void close() {}
  }

  @Test
  void manyCallsAtOnceDoNotMeet() throws Exception {
    try (Pair pair = RemoteModel.of(folder, (audio, listener) -> said(sum(audio)))) {
      var model = pair.root(Transcriber.class);
      List<CompletableFuture<String>> all = new ArrayList<>();
      for (int i = 1; i <= 200; i++) {
        int samples = 2000 * i;
        var one = new CompletableFuture<String>();
        Thread.startVirtualThread(
            () -> {
              try {
                one.complete(
                    model.transcribe(sound(samples), OPTIONS, TranscriptionListener.NONE).text());
              } catch (Throwable e) {
                one.completeExceptionally(e);
              }
            });
        all.add(one);
      }
      for (int i = 1; i <= 200; i++) {
        assertThat(all.get(i - 1).get(20, TimeUnit.SECONDS)).isEqualTo(sum(sound(2000 * i)));
      }
    }
  }
}
