package ai.stt.plugin.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.generation.ChatMessage.Role;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every text generator does, told by the form of its answers; what they say is another matter.
 * The model must have room for 1,000 tokens, and not be done after a word or two.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
public abstract class TextGeneratorContract {
  private static final int SHORT = 24;

  @SuppressWarnings("NullAway.Init") // loaded before all tests
  private TextGenerator generator;

  /** Loads the model, once. */
  protected abstract TextGenerator load() throws Exception;

  @BeforeAll
  void loadOnce() throws Exception {
    generator = load();
  }

  @AfterAll
  void close() {
    generator.close();
  }

  /** The loaded model. */
  protected TextGenerator generator() {
    return generator;
  }

  /** A conversation of one question. */
  protected static List<ChatMessage> asking(String question) {
    return List.of(
        new ChatMessage(Role.SYSTEM, "You are a helpful assistant."),
        new ChatMessage(Role.USER, question));
  }

  private static GenerationRequest request(String question, int tokens) {
    return GenerationRequest.of(asking(question), tokens, null);
  }

  @Test
  void thePiecesAreTheAnswerWhichIsNoLongerThanAllowed() throws Exception {
    var pieces = new ArrayList<String>();
    Generated answer = generator.generate(request("Tell a long story.", SHORT), pieces::add);
    assertThat(String.join("", pieces)).isEqualTo(answer.text()).isNotEmpty();
    assertThat(answer.tokens()).isBetween(1, SHORT);
    assertThat(answer.whole()).isEqualTo(answer.tokens() < SHORT);
    assertThat(answer.promptTokens()).isGreaterThan(5);
  }

  @Test
  void theAnswerEndsBeforeAStopAndNothingOfItIsTold() throws Exception {
    List<String> vowels = List.of("\u0001", "e", "a", "o");
    var pieces = new ArrayList<String>();
    var stopped = new GenerationRequest(asking("Tell it."), 4 * SHORT, 0f, 0, vowels, null, true);
    Generated answer = generator.generate(stopped, pieces::add);
    assertThat(answer.text()).doesNotContain(vowels);
    assertThat(String.join("", pieces)).isEqualTo(answer.text());
    assertThat(answer.whole()).isTrue();
    assertThat(answer.tokens()).isLessThan(4 * SHORT);
  }

  @Test
  void anAnswerInJsonHasItsShape() throws Exception {
    Map<String, JsonShape> fields = new LinkedHashMap<>();
    fields.put("mood", new JsonShape.OneOf(List.of("good", "bad")));
    fields.put("share", new JsonShape.Share());
    fields.put("times", new JsonShape.ListOf(new JsonShape.Whole(2), 2, 3));
    fields.put("sure", new JsonShape.Flag());
    fields.put("words", new JsonShape.ListOf(new JsonShape.Text(12), 0, 2));
    fields.put("owner", new JsonShape.MaybeText(5));
    var shape = new JsonShape.Fields(fields);
    var request = GenerationRequest.of(asking("How is the weather?"), 200, shape);
    Generated answer = generator.generate(request, GenerationListener.NONE);
    assertThat(answer.whole()).isTrue();
    String text = "\"([^\"\\\\]|\\\\.|\\\\u[0-9a-fA-F]{4})*\"";
    assertThat(answer.text())
        .matches(
            "(?s)\\{\"mood\":\"(good|bad)\",\"share\":[01](\\.\\d\\d?)?,\"times\":\\[\\d+(,\\d+){1,2}],"
                + "\"sure\":(true|false),\"words\":\\[(%s(,%s)?)?],\"owner\":(null|%s)}"
                    .formatted(text, text, text));
  }

  @Test
  void aConversationThatLeavesNoRoomIsRefused() {
    String endless = "word ".repeat(generator.roomTokens() + 10);
    assertThatThrownBy(() -> generator.generate(request(endless, SHORT), GenerationListener.NONE))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
  }

  @Test
  void whoIsInterruptedLeavesAndTheOthersGoOn() throws Exception {
    var begun = new CountDownLatch(1);
    var leaving =
        new FutureTask<>(
            () -> generator.generate(request("Tell on.", 800), piece -> begun.countDown()));
    Thread thread = Thread.ofPlatform().start(leaving);
    begun.await();
    thread.interrupt();
    assertThatThrownBy(leaving::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(generator.generate(request("And now?", 3), GenerationListener.NONE).text())
        .isNotEmpty();
  }

  @Test
  void manyAtOnceAreAllServed() throws Exception {
    List<Callable<Generated>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String question = "What is number %d? ".formatted(i).repeat(1 + i % 5);
      calls.add(() -> generator.generate(request(question, 8), GenerationListener.NONE));
    }
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Generated> answer : pool.invokeAll(calls)) {
        assertThat(answer.get().text()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"😀 \uD83D lone \uDE00", "مرحبا بكم שלום", "\u0000\u0001", "<|im_end|>", "日本語の文"})
  void oddTextsAreAnswered(String text) throws Exception {
    assertThat(generator.generate(request(text, 3), GenerationListener.NONE).tokens())
        .isGreaterThanOrEqualTo(0);
  }

  @Test
  void tokensGrowWithTheText() {
    assertThat(generator.tokens("")).isZero();
    assertThat(generator.tokens("one two three")).isBetween(3, 13);
    assertThat(generator.tokens("<|im_end|>")).isGreaterThan(1);
  }
}
