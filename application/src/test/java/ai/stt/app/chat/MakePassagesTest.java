package ai.stt.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.chat.Passages.KeptPassages;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.testing.CompletedTranscripts;
import ai.stt.app.testing.FakeEmbedder;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.text.TextModels;
import ai.stt.app.text.TextSettings;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.plugin.Capability;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // some spin
final class MakePassagesTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration NEVER = Duration.ofHours(1);

  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");
  private final InMemoryPlatform work = new InMemoryPlatform();
  private final FakeEmbedder embedder = new FakeEmbedder();
  private final FakeModels models = new FakeModels();
  private final long ada =
      new Platform(work, clock).account("ada@example.org", Platform.SMALL).id();
  private final TranscriptRef talk = transcript("The bridge needs new bolts.");

  private TranscriptRef transcript(String sentence) {
    return new CompletedTranscripts(work, clock).of(ada, sentence);
  }

  private MakePassages make(Duration again) {
    var texts = new TextModels(models, new ChooseModel(models, models), TextSettings.DEFAULT);
    return new MakePassages(work, new ReadTranscripts(work), texts, again);
  }

  private void withEmbedder() {
    models.live(Capability.EMBEDDING, TextSettings.DEFAULT.embeddingModel(), embedder);
  }

  private Optional<KeptPassages> kept(TranscriptRef ref) {
    long id = ((TranscriptRef.ById) ref).id();
    return work.in(stores -> stores.get(Passages.class).find(id));
  }

  @Test
  void theBackgroundMakesThemUntilItIsClosed() {
    try (MakePassages make = make(NEVER)) {
      make.start(Duration.ofMillis(5));
      while (kept(talk).isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void theBackgroundSurvivesErrorsAndGoesOnWithTheNext() {
    withEmbedder();
    TranscriptRef next = transcript("The library wants to open on Sundays.");
    var first = new AtomicBoolean(true);
    embedder.first(
        () -> {
          if (first.getAndSet(false)) {
            throw new OutOfMemoryError("no room");
          }
        });
    try (MakePassages make = make(NEVER)) {
      make.start(Duration.ofMillis(5));
      while (kept(talk).isEmpty() && kept(next).isEmpty()) {
        Thread.onSpinWait();
      }
    }
    assertThat(kept(talk).isPresent() && kept(next).isPresent())
        .as("it is left to whoever takes it later")
        .isFalse();
  }

  @Test
  void withoutAnEmbedderThereIsNoSecondAttempt() throws Exception {
    try (MakePassages make = make(AT_ONCE)) {
      assertThat(make.makeWanted()).isTrue();
      assertThat(make.makeWanted()).isFalse();
    }
    assertThat(kept(talk).orElseThrow().model()).isNull();
  }

  @Test
  void aTranscriptIsWantedUntilAnEmbedderThatWasAwayHasMadeItsVectors() throws Exception {
    withEmbedder();
    embedder.first(
        () -> {
          throw new SpeechException(ErrorCode.MODEL_UNAVAILABLE, "no memory for it now");
        });
    try (MakePassages make = make(AT_ONCE)) {
      assertThat(make.makeWanted()).isTrue();
      assertThat(kept(talk).orElseThrow().model()).as("questions go by words").isNull();
      embedder.first(() -> {});
      assertThat(make.makeWanted()).isTrue();
      assertThat(kept(talk).orElseThrow().model()).isEqualTo(TextSettings.DEFAULT.embeddingModel());
      assertThat(make.makeWanted()).isFalse();
    }
  }

  @Test
  void aTranscriptThatAlwaysFailsStopsNoOtherAndIsGivenUp() throws Exception {
    withEmbedder();
    var calls = new AtomicInteger();
    embedder.first(
        () -> {
          calls.incrementAndGet();
          throw new IllegalStateException("such a text breaks it");
        });
    try (MakePassages make = make(AT_ONCE)) {
      for (int i = 0; i < MakePassages.MOST_ATTEMPTS; i++) {
        assertThat(make.makeWanted()).as("the round goes on").isTrue();
      }
      assertThat(make.makeWanted()).as("it is dropped").isTrue();
      assertThat(make.makeWanted()).isFalse();
    }
    assertThat(calls).hasValue(MakePassages.MOST_ATTEMPTS);
    assertThat(kept(talk)).isEmpty();
  }
}
