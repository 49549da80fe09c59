package ai.stt.app.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.pii.PiiSpan;
import ai.stt.app.pii.PiiType;
import ai.stt.app.pii.RedactText;
import ai.stt.app.pii.Redaction;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.FakeRecogniser;
import ai.stt.app.text.AnalyzeText.Analyzed;
import ai.stt.app.writing.WritingListener;
import ai.stt.plugin.Capability;
import ai.stt.plugin.Model;
import ai.stt.plugin.recognition.EntityRecogniser;
import ai.stt.plugin.recognition.FoundEntity;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a recogniser adds to a redaction, and that none of its failures takes anything away. */
@Timeout(60)
final class RedactedNamesTest {
  private static final String TALK = "Ada Lovelace (ada@example.org) asks Bob: is it for ada?";
  private static final String BY_RULES = "Ada Lovelace ([EMAIL_1]) asks Bob: is it for ada?";

  private final FakeModels models = new FakeModels();
  private final TextModels texts =
      new TextModels(models, new ChooseModel(models, models), TextSettings.DEFAULT);
  private final FindNames names = new FindNames(texts, UnaryOperator.identity());
  private final FakeRecogniser recogniser = new FakeRecogniser();

  private FakeRecogniser installed() {
    installed(recogniser);
    return recogniser;
  }

  private void installed(EntityRecogniser model) {
    models.live(Capability.ENTITY_RECOGNITION, "names", model, "en", "de");
  }

  private Analyzed analyzed(String text) throws InterruptedException {
    var read = new ReadText(texts);
    return new AnalyzeText(
            read, new WriteText(texts, read), new RedactText(seen -> List.of()), names)
        .analyze(new SourceText(text, List.of()), AnalysisType.PII_REDACT, WritingListener.NONE);
  }

  private static Redaction redaction(Analyzed analyzed) {
    return ((Analysis.Redacted) analyzed.analysis()).redaction();
  }

  private void assertThatOnlyTheRulesAnswer() throws InterruptedException {
    Analyzed analyzed = analyzed(TALK);
    assertThat(redaction(analyzed).text()).isEqualTo(BY_RULES);
    assertThat(analyzed.model()).isEqualTo("rules");
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void withoutARecogniserTheRulesAnswer() throws Exception {
    assertThatOnlyTheRulesAnswer();
  }

  @Test
  void namesAreTakenBesideWhatTheRulesFindAndTheAnswerSaysSo() throws Exception {
    installed();
    Analyzed analyzed = analyzed(TALK + " Bob and Ada Lovelace agree.");
    assertThat(redaction(analyzed).text())
        .isEqualTo(
            "[PERSON_1] ([EMAIL_1]) asks [PERSON_2]: is it for ada? [PERSON_2] and [PERSON_1] agree.");
    assertThat(analyzed.model()).isEqualTo("rules+names");
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void whereANameAndWhatARuleFoundOverlapAllOfItIsTaken() throws Exception {
    installed(found("person", 0, 20));
    assertThat(redaction(analyzed("Ada <ada@example.org> asks.")).found())
        .containsExactly(new PiiSpan(PiiType.PERSON, 0, 20));
    String mail = "mail Ada@example.org now";
    assertThat(redaction(analyzed(mail)).text()).isEqualTo("[PERSON_1] now");
  }

  @Test
  void aNameIsTakenOnceWhereverItStandsInALongText() throws Exception {
    installed();
    for (int before = 8180; before < 8200; before += 3) {
      String text = "x".repeat(before) + " Ada Lovelace " + "y".repeat(20_000) + " Bob";
      Analyzed analyzed = analyzed(text);
      assertThat(redaction(analyzed).found())
          .containsExactly(
              new PiiSpan(PiiType.PERSON, before + 1, before + 13),
              new PiiSpan(PiiType.PERSON, text.length() - 3, text.length()));
    }
  }

  @Test
  void tenMegabytesAreHandedOverInSmallPieces() throws Exception {
    installed().before(seen -> assertThat(seen.length()).isLessThan(10_000));
    String text = "no name at all ".repeat(700_000) + "Bob";
    FindNames.Names found = names.in(text);
    assertThat(found.places())
        .containsExactly(new PiiSpan(PiiType.PERSON, text.length() - 3, text.length()));
    assertThat(found.model()).isEqualTo("names");
  }

  @Test
  void aRecogniserThatFailsLeavesTheRulesAnswer() throws Exception {
    List<Throwable> failures =
        List.of(
            new IllegalStateException("no numbers"),
            new SpeechException(ErrorCode.MODEL_UNAVAILABLE, "its file is cut short"),
            new NoSuchMethodError("of another version"),
            new StackOverflowError());
    installed();
    for (Throwable failure : failures) {
      recogniser.before(
          seen -> {
            switch (failure) {
              case RuntimeException e -> throw e;
              case Error e -> throw e;
              default -> throw new IllegalArgumentException(failure);
            }
          });
      assertThatOnlyTheRulesAnswer();
    }
  }

  @Test
  void aRecogniserThatCannotBeLoadedLeavesTheRulesAnswer() throws Exception {
    models.live(
        new Capability<>(Capability.ENTITY_RECOGNITION.id(), Model.class), "gone", () -> {});
    assertThatOnlyTheRulesAnswer();
  }

  @Test
  void placesThatAreNotInTheTextLeaveTheRulesAnswer() throws Exception {
    installed(found("person", 3, 10_000));
    assertThatOnlyTheRulesAnswer();
  }

  @Test
  void whatWasFoundBeforeAFailureIsTakenAndTheAnswerDoesNotClaimMore() throws Exception {
    installed()
        .before(
            seen -> {
              if (seen.contains("MIDDLE")) {
                throw new IllegalStateException("no numbers");
              }
            });
    String pause = "and on ".repeat(1500);
    Analyzed analyzed = analyzed("Ada " + pause + " MIDDLE Bob " + pause + "bob@example.org");
    assertThat(redaction(analyzed).text()).startsWith("[PERSON_1] and").endsWith("[EMAIL_1]");
    assertThat(redaction(analyzed).text()).contains("Bob");
    assertThat(analyzed.model()).isEqualTo("rules");
  }

  @Test
  void aThreadThatIsLostInTheRecogniserLeavesTheRulesAnswer() throws Exception {
    var stuck = new CompletableFuture<Thread>();
    var free = new CountDownLatch(1);
    installed()
        .before(
            seen -> {
              stuck.complete(Thread.currentThread());
              awaitDeaf(free);
            });
    var answer = CompletableFuture.supplyAsync(() -> quietly(TALK));
    var why = new SpeechException(ErrorCode.MODEL_UNAVAILABLE, "no sign of life");
    names.giveUp(Thread.currentThread(), why);
    names.giveUp(stuck.get(), why);
    assertThat(redaction(answer.get(30, TimeUnit.SECONDS)).text()).isEqualTo(BY_RULES);
    assertThat(answer.get().model()).isEqualTo("rules");
    free.countDown();
    stuck.get().join();
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void whoGoesAwayEndsTheReading() throws Exception {
    var begun = new CompletableFuture<Thread>();
    installed()
        .before(
            seen -> {
              begun.complete(Thread.currentThread());
              new CountDownLatch(1).await();
            });
    var end = new CompletableFuture<Analyzed>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    end.complete(analyzed(TALK));
                  } catch (InterruptedException e) {
                    end.completeExceptionally(e);
                  }
                });
    Thread reader = begun.get();
    caller.interrupt();
    assertThatThrownBy(() -> end.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    reader.join();
    assertThat(models.openLeases()).isZero();
  }

  private Analyzed quietly(String text) {
    try {
      return analyzed(text);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a plugin that hears no interrupt. */
  private static void awaitDeaf(CountDownLatch latch) {
    boolean heard = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        heard = true;
      }
    }
    if (heard) {
      Thread.currentThread().interrupt();
    }
  }

  private static EntityRecogniser found(String kind, int start, int end) {
    return new EntityRecogniser() {
      @Override
      public List<FoundEntity> recognise(String text, List<String> kinds, float least) {
        return List.of(new FoundEntity(kind, start, end, 0.9f));
      }

      @Override
      public void close() {}
    };
  }
}
