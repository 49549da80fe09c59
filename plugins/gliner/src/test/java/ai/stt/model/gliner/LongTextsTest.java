package ai.stt.model.gliner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import ai.stt.plugin.recognition.FoundEntity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a graph that finds a name in each word whose pieces hold that of "Bob". */
@Timeout(60)
final class LongTextsTest {
  private static final List<String> KINDS = List.of("person");

  private final SubWords subWords;
  private final GlinerConfig config;
  private final CountDownLatch runs = new CountDownLatch(20);
  private volatile float unlikely = -9;
  private volatile int longest;
  private volatile boolean closed;

  LongTextsTest() throws Exception {
    subWords = SubWords.of(Json.parse(TinyGliner.text(SubWords.FILE)));
    config = new GlinerConfig(384, 2, 512, "<<ENT>>", "<<SEP>>");
  }

  @Test
  void tenMegabytesAreReadAWindowAtATime() throws Exception {
    String text = "Bob says nothing. " + "the lazy dog walks on and on ".repeat(360_000) + "Bob";
    List<FoundEntity> found = model().recognise(text, KINDS, 0.5f);
    assertThat(text.length()).isGreaterThan(10_000_000);
    assertThat(found)
        .extracting(name -> text.substring(name.start(), name.end()))
        .containsExactly("Bob", "Bob");
    assertThat(longest).isLessThanOrEqualTo(512);
  }

  @Test
  void whereWindowsMeetNothingIsLostOrFoundTwice() throws Exception {
    for (int before = 300; before < 420; before += 12) {
      String text = "x ".repeat(before) + "Bob " + "y ".repeat(500) + "Bob.";
      assertThat(model().recognise(text, KINDS, 0.5f))
          .extracting(FoundEntity::start)
          .containsExactly(2 * before, 2 * before + 1004);
    }
  }

  @Test
  void whoIsInterruptedInTheMiddleStops() throws Exception {
    Gliner model = model();
    var end = new CompletableFuture<List<FoundEntity>>();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    end.complete(model.recognise("the lazy dog ".repeat(900_000), KINDS, 0.5f));
                  } catch (InterruptedException e) {
                    end.completeExceptionally(e);
                  }
                });
    runs.await();
    reader.interrupt();
    assertThatThrownBy(() -> end.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void whatIsNoNumberInTheMiddleIsAFailureAndNoEmptyAnswer() {
    Gliner model = model();
    unlikely = Float.NaN;
    assertThatThrownBy(() -> model.recognise("the lazy dog", KINDS, 0.5f))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no numbers");
  }

  @Test
  void aGraphThatIsRefusedIsClosed() {
    unlikely = Float.NaN;
    assertThatThrownBy(this::model).isInstanceOf(IllegalArgumentException.class);
    assertThat(closed).isTrue();
  }

  private Gliner model() {
    return Gliner.checked(new Bobs(), config, subWords);
  }

  private final class Bobs implements OnnxSession {
    private final int bob = subWords.of("Bob")[0];

    @Override
    public OnnxOutputs run(Map<String, OnnxTensor> inputs) {
      runs.countDown();
      long[] ids = numbers(inputs, "input_ids");
      long[] begins = numbers(inputs, "words_mask");
      int words = (int) numbers(inputs, "text_lengths")[0];
      int kinds = (int) Arrays.stream(ids).filter(id -> id == subWords.mark("<<ENT>>")).count();
      longest = Math.max(longest, ids.length);
      float[] logits = new float[words * config.maxWidth() * kinds];
      Arrays.fill(logits, unlikely);
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] == bob && begins[i] > 0) {
          logits[(int) (begins[i] - 1) * config.maxWidth() * kinds] = 3;
        }
      }
      return new OnnxOutputs(
          Map.of("logits", OnnxTensor.of(logits, 1, words, config.maxWidth(), kinds)));
    }

    private static long[] numbers(Map<String, OnnxTensor> inputs, String name) {
      return ((OnnxTensor.Longs) Objects.requireNonNull(inputs.get(name))).values();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
