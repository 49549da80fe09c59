package ai.stt.plugin.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every entity recogniser does, whatever the model. It is loaded once for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
public abstract class EntityRecogniserContract {
  /** Kinds that are looked for. */
  protected static final List<String> KINDS = List.of("person", "place");

  private static final String TALK =
      "Ada Lovelace wrote to Charles Babbage from London. 😀 Анна Каренина, 王小明 and Bob agree. ";
  private static final float LEAST = 0.3f;

  @SuppressWarnings("NullAway.Init") // set before the first test
  private EntityRecogniser recogniser;

  /** The model in memory. */
  protected abstract EntityRecogniser load() throws Exception;

  /** The model that all tests share. */
  protected final EntityRecogniser recogniser() {
    return recogniser;
  }

  @BeforeAll
  void loadOnce() throws Exception {
    recogniser = load();
  }

  @AfterAll
  void closeOnce() {
    recogniser.close();
  }

  @Test
  void whatIsFoundLiesInTheTextInOrderWithoutOverlaps() throws Exception {
    String text = TALK.repeat(20);
    assertThat(checked(text, recogniser.recognise(text, KINDS, LEAST))).isNotEmpty();
  }

  @Test
  void nothingIsFoundInNothingOrWhereNothingIsLookedFor() throws Exception {
    for (String text : List.of("", " ", "\n\t\u00a0\u3000")) {
      assertThat(recogniser.recognise(text, KINDS, 0)).isEmpty();
    }
    assertThat(recogniser.recognise(TALK, List.of(), 0)).isEmpty();
  }

  @Test
  void whatIsUnlikelyIsLeftOut() throws Exception {
    List<FoundEntity> most = recogniser.recognise(TALK, KINDS, LEAST);
    List<FoundEntity> likely = recogniser.recognise(TALK, KINDS, 0.6f);
    assertThat(likely).allMatch(found -> found.score() > 0.6f).isSubsetOf(most);
    assertThat(recogniser.recognise(TALK, KINDS, 1)).isEmpty();
  }

  @Test
  void oddTextsAreReadToo() throws Exception {
    List<String> texts =
        List.of(
            "\u0000\u0001 \u200b \ufeff",
            "\uD83D lone \uDE00 Ada\uD83D",
            "مرحبا بالعالم אבג",
            "𝒳 👩‍👩‍👧 🇺🇳 e\u0301\u0301\u0301",
            "<<ENT>> person <<SEP>> [CLS] [SEP] [UNK] ▁",
            "x".repeat(1_000_000),
            "-a".repeat(500_000),
            "语".repeat(100_000));
    for (String text : texts) {
      checked(text, recogniser.recognise(text, KINDS, LEAST));
    }
  }

  @Test
  void tooManyKindsAndALeastThatIsNoneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recogniser.recognise(TALK, Collections.nCopies(17, "person"), 0));
    for (float least : new float[] {-1, 2, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recogniser.recognise(TALK, KINDS, least));
    }
  }

  @Test
  void whoIsInterruptedStops() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> recogniser.recognise(TALK.repeat(1000), KINDS, LEAST))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void callersAtTheSameTimeGetTheirOwnAnswers() throws Exception {
    List<Callable<List<FoundEntity>>> calls = new ArrayList<>();
    for (int caller = 0; caller < 8; caller++) {
      String mine = "Caller number %d speaks about %s".formatted(caller, TALK.repeat(1 + caller));
      calls.add(() -> recogniser.recognise(mine, KINDS, LEAST));
    }
    try (var pool = Executors.newFixedThreadPool(8)) {
      List<Future<List<FoundEntity>>> answers = pool.invokeAll(calls);
      for (int caller = 0; caller < answers.size(); caller++) {
        assertThat(answers.get(caller).get()).isEqualTo(calls.get(caller).call());
      }
    }
  }

  private static List<FoundEntity> checked(String text, List<FoundEntity> all) {
    int last = 0;
    for (FoundEntity found : all) {
      assertThat(found.start()).isGreaterThanOrEqualTo(last);
      assertThat(found.end()).isLessThanOrEqualTo(text.length());
      assertThat(found.score()).isGreaterThan(LEAST);
      assertThat(KINDS).contains(found.kind());
      assertThat(Character.isLowSurrogate(text.charAt(found.start())) && found.start() > 0)
          .isEqualTo(false);
      last = found.end();
    }
    return all;
  }
}
