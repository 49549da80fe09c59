package ai.stt.inference.engine.whisper;

import static ai.stt.inference.engine.whisper.SmallDecoder.LONG;
import static ai.stt.inference.engine.whisper.SmallDecoder.ONE_TRY;
import static ai.stt.inference.engine.whisper.SmallDecoder.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.stt.plugin.engine.PendingWindow;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the decoder does while windows wait for the encoder, on a model of random weights. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ListeningTurnTest {
  @TempDir private Path folder;

  /** Positions of each window that was listened to, and 0 for each step, in order. */
  private final List<Integer> done = new CopyOnWriteArrayList<>();

  private final CountDownLatch allWait = new CountDownLatch(1);
  private final CountDownLatch listening = new CountDownLatch(2);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void windowsThatAreHeardAreWrittenOnBetweenThoseThatAreListenedTo() throws Exception {
    try (WhisperWeights weights = load();
        WhisperSession recording = weights.open()) {
      List<PendingWindow> windows = start(recording, 6);
      allWait.countDown();
      goOn.countDown();
      for (PendingWindow window : windows) {
        window.await(() -> false);
      }
    }
    assertThat(listened()).hasSize(6);
    // Behind each encode its prompt is read; more steps than that one are made for all who sit.
    for (int at = 0; at < done.size() - 3; at++) {
      if (done.get(at) > 0) {
        assertThat(done.subList(at + 1, at + 3)).as("behind place %d", at).containsExactly(0, 0);
      }
    }
  }

  @Test
  void aShortRecordingThatComesIsListenedToNextAndWhatWasCanceledIsNot() throws Exception {
    try (WhisperWeights weights = load();
        WhisperSession hours = weights.open();
        WhisperSession brief = weights.open()) {
      WhisperSession gone = weights.open();
      List<PendingWindow> windows = start(hours, 4);
      start(gone, 2);
      allWait.countDown();
      listening.await(); // to the first of who then goes, and all others are next
      gone.close();
      PendingWindow one = brief.start(new float[32_000], ONE_TRY);
      goOn.countDown();
      one.await(() -> false);
      for (PendingWindow window : windows) {
        window.await(() -> false);
      }
    }
    assertThat(listened()).containsExactly(LONG, LONG, SHORT, LONG, LONG, LONG);
  }

  @Test
  void aStreamWaitsForNoMoreThanTheWindowThatIsBeingListenedTo() throws Exception {
    try (WhisperWeights weights = load();
        WhisperSession recording = weights.open();
        WhisperSession stream = weights.openLive()) {
      List<PendingWindow> hours = start(recording, 12);
      allWait.countDown();
      listening.await(); // the encoder has the second, and all others are next
      PendingWindow look = stream.start(new float[32_000], ONE_TRY);
      goOn.countDown();
      assertThat(look.await(() -> false).heardMs()).isPositive();

      assertThat(listened().subList(0, 3)).containsExactly(LONG, LONG, SHORT);
      for (PendingWindow window : hours) {
        window.await(() -> false);
      }
      assertThat(listened()).hasSize(13);
    }
  }

  private List<Integer> listened() {
    return done.stream().filter(each -> each > 0).toList();
  }

  private static List<PendingWindow> start(WhisperSession session, int count) {
    List<PendingWindow> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      windows.add(session.start(new float[WhisperSession.WINDOW_SAMPLES], ONE_TRY));
    }
    return windows;
  }

  private WhisperWeights load() throws Exception {
    return new SmallDecoder(folder)
        .load(
            (model, files) ->
                new WatchedNetwork(model, files, 2, (rows, place, windows) -> done.add(0)) {
                  @Override
                  void encode(float[] mel, HeardSound to, int row) throws OrtException {
                    done.add(to.positions());
                    listening.countDown();
                    try {
                      (listening.getCount() > 0 ? allWait : goOn).await();
                    } catch (InterruptedException e) {
                      throw new OrtException("interrupted");
                    }
                    super.encode(mel, to, row);
                  }
                });
  }
}
