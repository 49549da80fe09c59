package ai.stt.inference.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSegment;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperToken;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine on real weights and real speech. */
@Timeout(600)
final class WhisperCppEngineTest {
  private static final WhisperRequest ENGLISH = new WhisperRequest("en", null, true, 1);

  private static final WhisperRequest ONE_TRY =
      new WhisperRequest("en", null, true, 1, 0, 2.4f, 2.4f, -1, 0.6f);

  @TempDir static Path temp;
  private static WhisperWeights weights;
  private static float[] jfk;

  @BeforeAll
  static void load() throws Exception {
    weights = RealWhisper.base();
    jfk = RealWhisper.jfk(temp.resolve("cache"));
  }

  @AfterAll
  static void close() {
    weights.close();
  }

  @Test
  void theShapeIsThatOfTheFile() {
    var shape = weights.shape();

    assertThat(shape.audioLayers()).isEqualTo(6);
    assertThat(shape.textLayers()).isEqualTo(6);
    assertThat(shape.width()).isEqualTo(512);
    assertThat(shape.languages()).hasSize(99).contains("en", "de", "zh").doesNotContain("yue");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void speechIsWrittenDownWithTimesAndProbabilities(int beamSize) throws Exception {
    WhisperWindow window = transcribe(jfk, new WhisperRequest("en", null, true, beamSize));

    assertThat(text(window))
        .containsIgnoringCase("ask not what your country can do for you")
        .containsIgnoringCase("ask what you can do for your country");
    assertThat(window.heardMs()).isBetween(9_000L, 11_000L);
    for (WhisperSegment segment : window.segments()) {
      assertThat(segment.noSpeechProbability()).isBetween(0f, 0.5f);
      long last = 0;
      for (WhisperToken token : segment.tokens()) {
        assertThat(token.probability()).isBetween(0f, 1f);
        assertThat(token.alignedMs()).isBetween(last, 11_000L);
        last = token.alignedMs();
      }
    }
  }

  @Test
  void withoutAlignmentTokensHaveTheModelsOwnTimes() throws Exception {
    try (WhisperWeights quick = RealWhisper.engine(false).load(RealWhisper.baseFile());
        WhisperSession session = quick.open()) {
      WhisperWindow window = session.transcribe(jfk, ENGLISH, WhisperCppEngineTest::never);

      assertThat(text(window)).containsIgnoringCase("ask what you can do for your country");
      for (WhisperSegment segment : window.segments()) {
        assertThat(segment.tokens()).allMatch(token -> token.alignedMs() == -1);
        assertThat(segment.tokens().getLast().endMs()).isBetween(5_000L, 11_000L);
      }
    }
  }

  @Test
  void theLanguageIsDetected() throws Exception {
    try (WhisperSession session = weights.open()) {
      Map<String, Float> languages = session.detectLanguage(jfk, WhisperCppEngineTest::never);

      assertThat(languages).hasSize(99);
      assertThat(languages.get("en")).isGreaterThan(0.8f);
      assertThat(languages.values().stream().mapToDouble(Float::doubleValue).sum())
          .isBetween(0.999, 1.001);
    }
  }

  @Test
  void aWindowEndsBehindALastWholePhrase() throws Exception {
    float[] window = new float[WhisperSession.WINDOW_SAMPLES];
    for (int i = 0; i < window.length; i++) {
      window[i] = jfk[i % jfk.length];
    }

    WhisperWindow heard = transcribe(window, ENGLISH);

    assertThat(heard.heardMs()).isBetween(20_000L, 30_000L);
    assertThat(heard.segments().getLast().endMs()).isLessThanOrEqualTo(30_000L);
  }

  @Test
  void severalSessionsShareTheWeights() throws Exception {
    float[] half = Arrays.copyOf(jfk, jfk.length / 2);
    String whole = text(transcribe(jfk, ENGLISH));
    String part = text(transcribe(half, ENGLISH));
    List<Callable<String>> jobs =
        List.of(
            () -> text(transcribe(jfk, ENGLISH)),
            () -> text(transcribe(half, ENGLISH)),
            () -> text(transcribe(jfk, ENGLISH)));
    try (var threads = Executors.newFixedThreadPool(3)) {
      List<String> texts = new ArrayList<>();
      for (Future<String> job : threads.invokeAll(jobs)) {
        texts.add(job.get());
      }
      assertThat(texts).containsExactly(whole, part, whole);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2_000, 16_000})
  void clicksAndShortSoundsDoNotHarmTheProcess(int samples) throws Exception {
    var random = new Random(samples);
    float[] sound = new float[samples];
    for (int i = 0; i < samples; i++) {
      sound[i] = (float) random.nextGaussian() * 0.3f;
    }

    assertThat(transcribe(sound, ONE_TRY).heardMs()).isPositive();
    assertThat(transcribe(Arrays.copyOfRange(jfk, 16_000, 16_000 + samples), ONE_TRY).heardMs())
        .isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "\uD83D", "字幕由", "a"})
  void oddPromptsDoNotHarmTheProcess(String piece) throws Exception {
    var request =
        new WhisperRequest("en", piece.repeat(1_000_000), true, 1, 0, 2.4f, 2.4f, -1, 0.6f);

    assertThat(transcribe(Arrays.copyOf(jfk, 48_000), request).heardMs()).isPositive();
  }

  @Test
  void workThatIsCalledOffEndsAtOnceAndTheWeightsMayBeClosedMeanwhile() throws Exception {
    WhisperWeights own = RealWhisper.base();
    long begin = System.nanoTime();
    BooleanSupplier afterAMoment = () -> System.nanoTime() - begin > 200_000_000L;
    try (WhisperSession session = own.open()) {
      assertThatThrownBy(() -> session.transcribe(jfk, ENGLISH, afterAMoment))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
      assertThat(System.nanoTime() - begin).isLessThan(1_200_000_000L);
      own.close();
    }
    own.close();
    assertThatThrownBy(own::open).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptedThreadEndsItsWork() {
    try (WhisperSession session = weights.open()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> session.transcribe(jfk, ENGLISH, WhisperCppEngineTest::never))
          .isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void whatIsNoWindowIsRefused() {
    try (WhisperSession session = weights.open()) {
      for (int samples : new int[] {0, WhisperSession.WINDOW_SAMPLES + 1}) {
        assertThatThrownBy(
                () -> session.transcribe(new float[samples], ENGLISH, WhisperCppEngineTest::never))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 40, 100_000, 500_000, 100_000_000, 147_951_464})
  void weightsThatAreCutShortAreRefused(long bytes, @TempDir Path folder) throws Exception {
    Path cut = RealWhisper.cutShort(folder, bytes);

    assertUnavailable(cut);
  }

  @Test
  void whatIsNoModelIsRefused(@TempDir Path folder) throws Exception {
    assertUnavailable(folder.resolve("absent.bin"));
    assertUnavailable(folder);
    assertUnavailable(Files.writeString(folder.resolve("text.bin"), "not a model".repeat(100)));
    byte[] odd = Arrays.copyOf(Files.readAllBytes(RealWhisper.baseFile()), 1_000_000);
    odd[4] = 1;
    assertUnavailable(Files.write(folder.resolve("odd.bin"), odd));
  }

  private static boolean never() {
    return false;
  }

  private static void assertUnavailable(Path file) throws InterruptedException {
    WhisperCppEngine engine = RealWhisper.engine();

    assertThatThrownBy(() -> engine.load(file))
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
              assertThat(e.getMessage()).contains("pulls or imports it again");
            });
  }

  private static WhisperWindow transcribe(float[] samples, WhisperRequest request)
      throws InterruptedException {
    try (WhisperSession session = weights.open()) {
      return session.transcribe(samples, request, WhisperCppEngineTest::never);
    }
  }

  private static String text(WhisperWindow window) {
    var bytes = new ByteArrayOutputStream();
    window.segments().stream()
        .flatMap(segment -> segment.tokens().stream())
        .forEach(token -> bytes.writeBytes(token.utf8()));
    return bytes.toString(StandardCharsets.UTF_8).replaceAll("\\p{Punct}", "");
  }
}
