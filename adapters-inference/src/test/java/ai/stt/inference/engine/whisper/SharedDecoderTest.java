package ai.stt.inference.engine.whisper;

import static ai.stt.inference.engine.whisper.SmallDecoder.LARGE_BUDGET;
import static ai.stt.inference.engine.whisper.SmallDecoder.ONE_TRY;
import static ai.stt.inference.engine.whisper.SmallDecoder.SMALL_BUDGET;
import static ai.stt.inference.engine.whisper.SmallDecoder.bits;
import static ai.stt.inference.engine.whisper.SmallDecoder.request;
import static ai.stt.inference.engine.whisper.SmallDecoder.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.plugin.engine.PendingWindow;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows that share the decoder's steps. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SharedDecoderTest {
  @TempDir private static Path folder;
  private static SmallDecoder decoder;

  @BeforeAll
  static void write() throws Exception {
    decoder = new SmallDecoder(folder);
  }

  @ParameterizedTest
  @CsvSource({"INT8, 1", "INT8, 3", "FP32, 3"})
  void killingOneOfSixteenInTheMiddleOfAStepChangesNoneOfTheOthersByABit(
      Precision precision, int beam) throws Exception {
    WhisperRequest request = request(null, beam);
    List<float[]> windows = windows(16).stream().map(w -> Arrays.copyOf(w, 80_000)).toList();
    List<String> alone = new ArrayList<>();
    try (WhisperWeights weights = decoder.load(precision, (rows, place, together) -> {})) {
      for (float[] window : windows) {
        try (WhisperSession session = weights.open()) {
          alone.add(bits(session.transcribe(window, request, () -> false)));
        }
      }
    }
    var sixteen = new CountDownLatch(1);
    var killed = new CountDownLatch(1);
    List<Integer> sinceThen = new CopyOnWriteArrayList<>();
    WatchedNetwork.Watcher halting =
        (rows, place, together) -> {
          if (sixteen.getCount() == 0) {
            sinceThen.add(together);
          } else if (together == 16) {
            sixteen.countDown();
            awaitUninterruptibly(killed);
          }
        };
    try (WhisperWeights weights = decoder.load(precision, halting)) {
      List<WhisperSession> sessions = new ArrayList<>();
      List<PendingWindow> pending = new ArrayList<>();
      for (float[] window : windows) {
        WhisperSession session = weights.open();
        sessions.add(session);
        pending.add(session.start(window, request));
      }
      assertThat(sixteen.await(60, TimeUnit.SECONDS)).as("all have seats").isTrue();
      sessions.get(7).close();
      killed.countDown();
      for (int i = 0; i < 16; i++) {
        if (i != 7) {
          assertThat(bits(pending.get(i).await(() -> false)))
              .as("window %d", i)
              .isEqualTo(alone.get(i));
          sessions.get(i).close();
        }
      }
    }
    assertThat(sinceThen).contains(15).doesNotContain(16);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) throws OrtException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new OrtException("interrupted");
    }
  }

  @Test
  void windowsThatCannotBeComputedTogetherAreComputedInHalves() throws Exception {
    List<float[]> windows = windows(4);
    try (WhisperWeights weights = decoder.load(LARGE_BUDGET);
        WhisperWeights poor = decoder.load(LARGE_BUDGET, failingAbove(1));
        WhisperSession session = weights.open();
        WhisperSession poorSession = poor.open()) {
      List<PendingWindow> expected = start(session, windows);
      List<PendingWindow> halved = start(poorSession, windows);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(bits(halved.get(i).await(() -> false)))
            .isEqualTo(bits(expected.get(i).await(() -> false)));
      }
    }
  }

  @Test
  void whereMemoryEndsTheHalvesAreRememberedAndNoWindowIsHarmed() throws Exception {
    List<float[]> windows = windows(4);
    List<Integer> refused = new CopyOnWriteArrayList<>();
    WatchedNetwork.Watcher halving =
        (rows, place, together) -> {
          if (rows > 2 && place > 2) {
            refused.add(rows);
            throw new OutOfMemoryError("direct buffers");
          }
        };
    try (WhisperWeights weights = decoder.load(LARGE_BUDGET);
        WhisperWeights poor = decoder.load(LARGE_BUDGET, halving);
        WhisperSession session = weights.open();
        WhisperSession poorSession = poor.open()) {
      List<PendingWindow> expected = start(session, windows);
      List<PendingWindow> halved = start(poorSession, windows);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(bits(halved.get(i).await(() -> false)))
            .isEqualTo(bits(expected.get(i).await(() -> false)));
      }
    }
    assertThat(refused).as("rows that there was no memory for").hasSize(1);
  }

  @Test
  void aFailingWindowIsAnErrorAndTheNextOneWorks() throws Exception {
    try (WhisperWeights broken = decoder.load(LARGE_BUDGET, failingAbove(0));
        WhisperSession session = broken.open()) {
      assertThatThrownBy(() -> session.transcribe(windows(1).getFirst(), ONE_TRY, () -> false))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
      assertThat(session.detectLanguage(windows(1).getFirst(), () -> false)).hasSize(99);
    }
  }

  @Test
  void beamsOfOtherRequestsChangeNothing() throws Exception {
    List<float[]> windows = windows(3);
    WhisperRequest beam = request(null, 3);
    try (WhisperWeights weights = decoder.load(LARGE_BUDGET);
        WhisperSession session = weights.open()) {
      String alone = bits(session.transcribe(windows.get(0), beam, () -> false));
      PendingWindow other = session.start(windows.get(1), beam);
      PendingWindow greedy = session.start(windows.get(2), ONE_TRY);
      PendingWindow again = session.start(windows.get(0), beam);
      assertThat(bits(again.await(() -> false))).isEqualTo(alone);
      assertThat(other.await(() -> false).heardMs()).isPositive();
      assertThat(greedy.await(() -> false).heardMs()).isPositive();
    }
  }

  @Test
  void windowsThatWereListenedToAllGetTheirSeatsHoweverFewThereAre() throws Exception {
    try (WhisperWeights weights = decoder.load(SMALL_BUDGET);
        WhisperSession session = weights.open();
        WhisperSession other = weights.open()) {
      List<PendingWindow> pending = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (float[] window : windows(6)) {
        session.detectLanguage(window, () -> false);
        pending.add(session.start(window, ONE_TRY));
        expected.add(bits(other.transcribe(window.clone(), ONE_TRY, () -> false)));
      }
      for (int i = 0; i < pending.size(); i++) {
        assertThat(bits(pending.get(i).await(() -> false))).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void aSessionThatIsClosedEndsItsWindows() throws Exception {
    try (WhisperWeights weights = decoder.load(LARGE_BUDGET)) {
      WhisperSession session = weights.open();
      PendingWindow pending = session.start(windows(1).getFirst(), ONE_TRY);
      session.close();
      session.close();
      assertThatThrownBy(() -> pending.await(() -> false))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** A model that fails with more rows at once. */
  private static WatchedNetwork.Watcher failingAbove(int most) {
    return (rows, place, windows) -> {
      if (rows > most && place > 2) {
        throw new OrtException("no memory");
      }
    };
  }

  private static List<PendingWindow> start(WhisperSession session, List<float[]> windows) {
    return windows.stream().map(window -> session.start(window, ONE_TRY)).toList();
  }
}
