package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.plugin.engine.PendingWindow;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shared decoder on a model of random weights: it babbles, but always the same. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SharedDecoderTest {
  private static final WhisperRequest ONE_TRY = request(null, 1);
  private static final long SMALL_BUDGET = 1L << 20;
  private static final long LARGE_BUDGET = 1L << 30;

  @TempDir private static Path folder;
  private static Path small;

  @BeforeAll
  static void write() throws Exception {
    small = new SmallWhisper().write(folder.resolve("small.bin"));
  }

  @Test
  void killingOneOfSixteenChangesNoneOfTheOthersByABit() throws Exception {
    List<float[]> windows = windows(16);
    List<String> alone = new ArrayList<>();
    try (WhisperWeights weights = load(SMALL_BUDGET)) {
      for (float[] window : windows) {
        alone.add(inOneSession(weights, window));
      }
    }
    try (WhisperWeights weights = load(LARGE_BUDGET)) {
      List<WhisperSession> sessions = new ArrayList<>();
      List<PendingWindow> pending = new ArrayList<>();
      for (float[] window : windows) {
        WhisperSession session = weights.open();
        sessions.add(session);
        pending.add(session.start(window, ONE_TRY));
      }
      assertThatThrownBy(() -> pending.get(7).await(() -> true))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
      sessions.get(7).close();
      for (int i = 0; i < 16; i++) {
        if (i != 7) {
          assertThat(bits(pending.get(i).await(() -> false))).isEqualTo(alone.get(i));
          sessions.get(i).close();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"INT8, 1", "INT8, 3", "FP32, 3"})
  void killingOneOfSixteenInTheMiddleOfAStepChangesNoneOfTheOthersByABit(
      Precision precision, int beam) throws Exception {
    WhisperRequest request = request(null, beam);
    List<float[]> windows = windows(16).stream().map(w -> Arrays.copyOf(w, 80_000)).toList();
    List<String> alone = new ArrayList<>();
    try (WhisperWeights weights = load(precision, (rows, place, together) -> {})) {
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
    try (WhisperWeights weights = load(precision, halting)) {
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
    try (WhisperWeights weights = load(LARGE_BUDGET);
        WhisperWeights poor = load(LARGE_BUDGET, 1);
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
    WatchedNetwork.Watcher poor =
        (rows, place, together) -> {
          if (rows > 2 && place > 2) {
            refused.add(rows);
            throw new OutOfMemoryError("direct buffers");
          }
        };
    try (WhisperWeights weights = load(LARGE_BUDGET);
        WhisperWeights small = load(LARGE_BUDGET, poor);
        WhisperSession session = weights.open();
        WhisperSession poorSession = small.open()) {
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
    try (WhisperWeights broken = load(LARGE_BUDGET, 0);
        WhisperSession session = broken.open()) {
      assertThatThrownBy(() -> session.transcribe(windows(1).getFirst(), ONE_TRY, () -> false))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
      assertThat(session.detectLanguage(windows(1).getFirst(), () -> false)).hasSize(99);
    }
  }

  @Test
  void aLiveWindowIsHeardWhileManyOthersWait() throws Exception {
    try (WhisperWeights weights = load(LARGE_BUDGET);
        WhisperSession recording = weights.open();
        WhisperSession live = weights.openLive()) {
      List<PendingWindow> others = start(recording, windows(6));
      float[] window = Arrays.copyOf(windows(1).getFirst(), 32_000);
      PendingWindow readAlong = live.start(window, ONE_TRY);

      assertThat(readAlong.await(() -> false).heardMs()).isBetween(1L, 2000L);
      for (PendingWindow other : others) {
        assertThat(other.await(() -> false).heardMs()).isPositive();
      }
    }
  }

  @Test
  void aPromptLongerThanTheContextLeavesRoomForText() throws Exception {
    try (WhisperWeights weights = load(LARGE_BUDGET);
        WhisperSession session = weights.open()) {
      float[] window = windows(1).getFirst();
      WhisperWindow heard =
          session.transcribe(window, request("a b c d e ".repeat(10_000), 1), () -> false);

      assertThat(heard.heardMs()).isPositive();
      // Of the 448 places of the model the prompt takes 223 + 1, the command 3.
      assertThat(tokens(heard)).isLessThanOrEqualTo(448 - 227);
    }
  }

  @Test
  void aTextWhoseWordsCannotBeAlignedIsKept() throws Exception {
    float[] window = windows(8).getLast();
    WhisperModel model = WhisperModel.open(small);
    var files = new GraphCache(folder.resolve("cache")).graphs(model, small, Precision.INT8);
    var network =
        new Network(model, files, 2) {
          @Override
          float[] attention(int[] tokens, HeardSound sound, int at, int frames)
              throws OrtException {
            throw new OrtException("no memory");
          }
        };
    try (WhisperWeights weights = load(LARGE_BUDGET);
        WhisperWeights poor =
            new BatchedWeights(model, network, List.of(500, 1500), 1 << 30, true);
        WhisperSession session = weights.open();
        WhisperSession unaligned = poor.open()) {
      WhisperWindow expected = session.transcribe(window, ONE_TRY, () -> false);
      WhisperWindow kept = unaligned.transcribe(window, ONE_TRY, () -> false);

      assertThat(tokens(kept)).isEqualTo(tokens(expected)).isPositive();
      assertThat(kept.segments().getFirst().tokens().getFirst().alignedMs()).isNegative();
      assertThat(expected.segments().getFirst().tokens().getFirst().alignedMs()).isNotNegative();
    }
  }

  @Test
  void aScriptOfManyTokensMayFillTheModelsContext() throws Exception {
    float[] window = windows(14).getLast();
    List<Integer> places = new CopyOnWriteArrayList<>();
    try (WhisperWeights weights = load(LARGE_BUDGET, (rows, place, all) -> places.add(place));
        WhisperSession session = weights.open()) {
      session.transcribe(window, request("en", null, 1), () -> false);
      assertThat(Collections.max(places)).isBetween(100, 3 + 156);
      session.transcribe(window, request("ml", null, 1), () -> false);
      assertThat(Collections.max(places)).isBetween(400, 447);
    }
  }

  @Test
  void beamsOfOtherRequestsChangeNothing() throws Exception {
    List<float[]> windows = windows(3);
    WhisperRequest beam = request(null, 3);
    try (WhisperWeights weights = load(LARGE_BUDGET);
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
  void theLanguagesProbabilitiesSumToOneAndTheWindowIsNotHeardTwice() throws Exception {
    float[] window = windows(1).getFirst();
    try (WhisperWeights weights = load(LARGE_BUDGET);
        WhisperSession session = weights.open();
        WhisperSession other = weights.open()) {
      Map<String, Float> languages = session.detectLanguage(window, () -> false);

      assertThat(languages).hasSize(99).containsKeys("en", "yo", "su");
      assertThat(languages.values().stream().mapToDouble(Float::doubleValue).sum())
          .isBetween(0.999, 1.001);
      assertThat(bits(session.transcribe(window, ONE_TRY, () -> false)))
          .isEqualTo(bits(other.transcribe(window.clone(), ONE_TRY, () -> false)));
    }
  }

  @Test
  void windowsThatWereListenedToAllGetTheirSeatsHoweverFewThereAre() throws Exception {
    try (WhisperWeights weights = load(SMALL_BUDGET);
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
    try (WhisperWeights weights = load(LARGE_BUDGET)) {
      WhisperSession session = weights.open();
      PendingWindow pending = session.start(windows(1).getFirst(), ONE_TRY);
      session.close();
      session.close();
      assertThatThrownBy(() -> pending.await(() -> false))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anEmptyWindowIsAMistake() throws Exception {
    try (WhisperWeights weights = load(LARGE_BUDGET);
        WhisperSession session = weights.open()) {
      assertThatIllegalArgumentException().isThrownBy(() -> session.start(new float[0], ONE_TRY));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.start(new float[480_001], ONE_TRY));
    }
  }

  @Test
  void damagedWeightsAreRefusedBeforeAnythingRuns() throws Exception {
    Path nan = folder.resolve("nan.bin");
    new SmallWhisper().set("decoder.blocks.1.mlp.0.weight", 77, Float.NaN).write(nan);
    refused(nan, "no number");
    new SmallWhisper().set("decoder.positional_embedding", 5, Float.NaN).write(nan);
    refused(nan, "decoder.positional_embedding");
    Path other = folder.resolve("other.bin");
    new SmallWhisper().rename("decoder.ln.weight", "decoder.norm.weight").write(other);
    refused(other, "decoder.ln.weight");
    Path cut = folder.resolve("cut.bin");
    byte[] all = Files.readAllBytes(small);
    Files.write(cut, Arrays.copyOf(all, all.length - 1000));
    refused(cut, "ends too early");
    Files.write(cut, new byte[100]);
    refused(cut, "not a ggml file");
    refused(folder.resolve("missing.bin"), "gone");
  }

  private static void refused(Path file, String why) {
    var engine = new WhisperOnnxEngine(folder.resolve("cache"), 2, Precision.INT8, true);
    assertThatThrownBy(() -> engine.load(file).close())
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining(why);
  }

  private static WhisperWeights load(long budget) throws Exception {
    return load(budget, Integer.MAX_VALUE);
  }

  /** A model that fails with so many rows at once. */
  private static WhisperWeights load(long budget, int mostRows) throws Exception {
    return load(
        budget,
        (rows, place, windows) -> {
          if (rows > mostRows && place > 2) {
            throw new OrtException("no memory");
          }
        });
  }

  /** A model whose windows are all of one size. */
  private static WhisperWeights load(Precision precision, WatchedNetwork.Watcher watcher)
      throws Exception {
    WhisperModel model = WhisperModel.open(small);
    var files = new GraphCache(folder.resolve("cache")).graphs(model, small, precision);
    var network = new WatchedNetwork(model, files, 2, watcher);
    return new BatchedWeights(model, network, List.of(500), 1L << 32, true);
  }

  private static WhisperWeights load(long budget, WatchedNetwork.Watcher watcher) throws Exception {
    WhisperModel model = WhisperModel.open(small);
    var files = new GraphCache(folder.resolve("cache")).graphs(model, small, Precision.INT8);
    var network = new WatchedNetwork(model, files, 2, watcher);
    return new BatchedWeights(model, network, List.of(500, 1500), budget, true);
  }

  private static List<PendingWindow> start(WhisperSession session, List<float[]> windows) {
    return windows.stream().map(window -> session.start(window, ONE_TRY)).toList();
  }

  private static String inOneSession(WhisperWeights weights, float[] window) throws Exception {
    try (WhisperSession session = weights.open()) {
      return bits(session.transcribe(window, ONE_TRY, () -> false));
    }
  }

  private static int tokens(WhisperWindow heard) {
    return heard.segments().stream().mapToInt(segment -> segment.tokens().size()).sum();
  }

  private static WhisperRequest request(@Nullable String prompt, int beam) {
    return request("en", prompt, beam);
  }

  private static WhisperRequest request(String language, @Nullable String prompt, int beam) {
    return new WhisperRequest(language, prompt, true, beam, 0, 2.4f, 2.4f, -99, 1);
  }

  private static List<float[]> windows(int count) {
    List<float[]> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var random = new Random(i);
      float[] window = new float[16_000 * (1 + i)];
      for (int s = 0; s < window.length; s++) {
        window[s] = (float) (Math.sin(s * (0.02 + i * 0.01)) * random.nextFloat());
      }
      windows.add(window);
    }
    return windows;
  }

  /** All that a window says, to the last bit. */
  private static String bits(WhisperWindow window) {
    var all = new StringBuilder().append(window.heardMs());
    window
        .segments()
        .forEach(
            segment -> {
              all.append('\n').append(segment.startMs()).append('-').append(segment.endMs());
              all.append(' ').append(Float.floatToRawIntBits(segment.noSpeechProbability()));
              segment
                  .tokens()
                  .forEach(
                      token ->
                          all.append(' ')
                              .append(Arrays.toString(token.utf8()))
                              .append(Float.floatToRawIntBits(token.probability()))
                              .append('@')
                              .append(token.alignedMs()));
            });
    return all.toString();
  }
}
