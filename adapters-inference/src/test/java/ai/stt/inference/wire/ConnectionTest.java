package ai.stt.inference.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConnectionTest {
  private static final TranscriptionOptions OPTIONS = new TranscriptionOptions("en", null, 1);

  @TempDir private Path folder = Path.of("");

  /** What a transcriber does here. */
  @FunctionalInterface
  private interface Hears {
    Transcript hear(PcmSource audio, TranscriptionListener listener) throws InterruptedException;
  }

  private Pair transcriber(Hears hears) {
    return Pair.of(
        folder,
        Transcriber.class,
        new Transcriber() {
          @Override
          public Transcript transcribe(
              PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
              throws InterruptedException {
            return hears.hear(audio, listener);
          }

          @Override
          public void close() {}
        });
  }

  private static Transcript said(String text) {
    return new Transcript("en", 1, 1, List.of(new Segment(0, 1, text, 1, List.of(), null)));
  }

  /** A sound of so many samples, cut in half. */
  private static PcmSource sound(int samples) {
    var at = new AtomicInteger();
    return new PcmSource() {
      @Override
      public @Nullable PcmChunk read() {
        int start = at.getAndAdd(samples / 2);
        if (start >= samples) {
          return null;
        }
        float[] values = new float[samples / 2];
        for (int i = 0; i < values.length; i++) {
          values[i] = start + i;
        }
        return new PcmChunk(start, values);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void soundsAreReadAndListenersToldByTheThreadThatAsked() throws InterruptedException {
    try (Pair pair =
        transcriber(
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
    try (Pair pair = transcriber((audio, listener) -> sneaky(thrown.get(next.getAndIncrement())))) {
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

  private static Transcript ask(Transcriber model) throws InterruptedException {
    return model.transcribe(sound(2), OPTIONS, TranscriptionListener.NONE);
  }

  @Test
  void whatAListenerThrowsComesBackAsTheVerySame() {
    try (Pair pair =
        transcriber(
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
  void anInterruptReachesTheThreadThatWorksAndTheListener() throws Exception {
    var begun = new CountDownLatch(1);
    var canceled = new CompletableFuture<Boolean>();
    try (Pair pair =
        transcriber(
            (audio, listener) -> {
              begun.countDown();
              try {
                Thread.sleep(Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                canceled.complete(listener.isCanceled());
                throw e;
              }
              return said("no");
            })) {
      var outcome = new CompletableFuture<Throwable>();
      var asking = new TranscriptionListener() {};
      Thread caller =
          Thread.startVirtualThread(
              () ->
                  outcome.complete(
                      catchThrowable(
                          () ->
                              pair.root(Transcriber.class).transcribe(sound(2), OPTIONS, asking))));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      assertThat(outcome.get(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      assertThat(canceled.get(1, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aYesOfTheListenerIsHeardWhereverTheQuestionIsAsked() throws InterruptedException {
    try (Pair pair =
        transcriber(
            (audio, listener) -> {
              var answer = new CompletableFuture<Boolean>();
              Thread.startVirtualThread(() -> answer.complete(listener.isCanceled()));
              return said(answer.join() + " " + listener.isCanceled());
            })) {
      var listener =
          new TranscriptionListener() {
            @Override
            public boolean isCanceled() {
              return true;
            }
          };
      assertThat(pair.root(Transcriber.class).transcribe(sound(2), OPTIONS, listener).text())
          .isEqualTo("true true");
    }
  }

  @Test
  void aPeerThatGoesTellsWhetherTheCallerHasHeardOfTheCall() {
    for (boolean hears : new boolean[] {false, true}) {
      var begun = new CountDownLatch(1);
      try (Pair pair =
          transcriber(
              (audio, listener) -> {
                if (hears) {
                  var _ = audio.read();
                }
                begun.countDown();
                Thread.sleep(Duration.ofMinutes(1));
                return said("no");
              })) {
        Thread.startVirtualThread(
            () -> {
              try {
                begun.await();
                pair.there().close();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
        var model = pair.root(Transcriber.class);
        assertThat(catchThrowable(() -> ask(model)))
            .isInstanceOfSatisfying(
                PeerGoneException.class, e -> assertThat(e.heard()).isEqualTo(hears));
        assertThat(catchThrowable(() -> ask(model)))
            .isInstanceOfSatisfying(PeerGoneException.class, e -> assertThat(e.heard()).isFalse());
      }
      assertThat(folder.resolve("sounds").toFile().delete()).isTrue();
      assertThat(folder.resolve("socket").toFile().delete()).isTrue();
    }
  }

  @Test
  void aPeerThatGoesWhileAListenerWorksInterruptsNobody() {
    try (Pair pair =
        transcriber(
            (audio, listener) -> {
              listener.onProgress(1);
              return said("no");
            })) {
      var model = pair.root(Transcriber.class);
      var listener =
          new TranscriptionListener() {
            @Override
            public void onProgress(double heardSeconds) {
              pair.here().close(); // as the thread does that finds the peer gone
            }
          };
      assertThat(catchThrowable(() -> model.transcribe(sound(2), OPTIONS, listener)))
          .isInstanceOf(PeerGoneException.class);
      assertThat(Thread.interrupted()).isFalse();
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
  void nonsenseEndsTheConnectionAndNothingElse() throws Exception {
    int[][] frames = {
      {-1}, {Integer.MAX_VALUE}, {0}, {9, 0x63_00_00_00, 0, 0}, {9, 0x02_00_00_00, 7, 0}
    };
    for (int[] frame : frames) {
      var sockets = Pair.sockets(folder);
      var connection =
          new Connection(sockets[0], null, Thread::startVirtualThread)
              .begin(Pair.Nothing.class, new Pair.Nothing() {});
      ByteBuffer bytes = ByteBuffer.allocate(frame.length * Integer.BYTES);
      for (int each : frame) {
        bytes.putInt(each);
      }
      sockets[1].write(bytes.flip());
      connection.gone().get(10, TimeUnit.SECONDS);
      sockets[1].close();
      assertThat(folder.resolve("socket").toFile().delete()).isTrue();
    }
  }

  @Test
  void manyCallsAtOnceDoNotMeet() throws Exception {
    try (Pair pair = transcriber((audio, listener) -> said(sum(audio)))) {
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

  private static String sum(PcmSource audio) throws InterruptedException {
    double sum = 0;
    for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
      for (float sample : chunk.samples()) {
        sum += sample;
      }
    }
    return "" + sum;
  }
}
