package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.GraphFiles;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.plugin.engine.PendingWindow;
import ai.stt.plugin.engine.WhisperRequest;
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

/** Streams beside a recording of any length, on a model of random weights. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LiveTurnTest {
  private static final WhisperRequest ONE_TRY =
      new WhisperRequest("en", null, true, 1, 0, 2.4f, 2.4f, -99, 1);
  private static final int SHORT = 500;
  private static final int LONG = 1500;

  @TempDir private Path folder;

  private final List<Integer> listened = new CopyOnWriteArrayList<>();
  private final CountDownLatch allWait = new CountDownLatch(1);
  private final CountDownLatch listening = new CountDownLatch(2);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void aStreamWaitsForNoMoreThanTheWindowThatIsBeingListenedTo() throws Exception {
    try (WhisperWeights weights = load();
        WhisperSession recording = weights.open();
        WhisperSession stream = weights.openLive()) {
      List<PendingWindow> hours = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        hours.add(recording.start(new float[WhisperSession.WINDOW_SAMPLES], ONE_TRY));
      }
      allWait.countDown();
      listening.await(); // the encoder has the second, and all others are next in the same turn
      PendingWindow look = stream.start(new float[32_000], ONE_TRY);
      goOn.countDown();
      assertThat(look.await(() -> false).heardMs()).isPositive();

      assertThat(List.copyOf(listened).subList(0, 3)).containsExactly(LONG, LONG, SHORT);
      for (PendingWindow window : hours) {
        window.await(() -> false);
      }
      assertThat(listened).hasSize(13);
    }
  }

  private WhisperWeights load() throws Exception {
    Path small = new SmallWhisper().write(folder.resolve("small.bin"));
    WhisperModel model = WhisperModel.open(small);
    GraphFiles files = new GraphCache(folder.resolve("cache")).graphs(model, small, Precision.INT8);
    var network =
        new Network(model, files, 2) {
          @Override
          void encode(float[] mel, HeardSound to, int row) throws OrtException {
            listened.add(to.positions());
            listening.countDown();
            try {
              (listening.getCount() > 0 ? allWait : goOn).await();
            } catch (InterruptedException e) {
              throw new OrtException("interrupted");
            }
            super.encode(mel, to, row);
          }
        };
    return new BatchedWeights(model, network, List.of(SHORT, LONG), 1L << 30, true);
  }
}
