package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.ModelCall.Outcome;
import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.plugin.Capability;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plugins that do harm do it to themselves only, and it is told. */
class BrokenPluginTest extends RegistryTest {
  private static final TranscriptionOptions OPTIONS = new TranscriptionOptions(null, null, 1);
  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final String DEAF =
      """
      while (yes()) {
        if (gate.tryAcquire()) break;
        Thread.onSpinWait();
      }
      """;

  private String reason(String id) {
    return fixture.registry.live().stream()
        .filter(model -> model.descriptor().id().equals(id))
        .map(model -> String.valueOf(model.reason()))
        .findFirst()
        .orElse("not listed");
  }

  private void dropBad(String place, String code) {
    fixture.drop("bad.zip", fixture.plugin("bad", "1.0.0").code("MODEL", "bad").code(place, code));
    fixture.drop("good.zip", fixture.plugin("good", "2.0.0"));
  }

  @Test
  void aModelThatFailsThreeCallsInARowIsFailedAndLoadedAfreshLater() throws Exception {
    dropBad(
        "TRANSCRIBE",
        "if (gate.tryAcquire()) throw new IllegalStateException(\"a fault of /srv/x/y.bin\");");
    fixture.start();
    fixture.gate.release(2);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> fixture.ask("bad")).isInstanceOf(IllegalStateException.class);
    }
    fixture.ask("bad");
    fixture.gate.release(3);
    for (int i = 0; i < 3; i++) {
      assertThat(fixture.status("bad")).isEqualTo(ModelStatus.READY);
      assertThatThrownBy(() -> fixture.ask("bad")).isInstanceOf(IllegalStateException.class);
    }

    assertThat(fixture.status("bad")).isEqualTo(ModelStatus.FAILED);
    assertThat(reason("bad")).isEqualTo("transcribe() failed: a fault of y.bin");
    assertThatThrownBy(() -> fixture.ask("bad"))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("a fault of y.bin");
    Eventually.holds(() -> fixture.count("close 1.0.0") == 1);
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
    fixture.pass(RETRY);
    assertThat(fixture.ask("bad")).isEqualTo("1.0.0");
    assertThat(fixture.watcher.calls.stream().filter(c -> c.outcome() == Outcome.FAILED))
        .hasSize(5);
  }

  @Test
  void aModelThatDoesNotFitThisServerIsFailedAtOnceWhileOthersUseIt() throws Exception {
    dropBad("TRANSCRIBE", "if (gate.tryAcquire()) throw new AbstractMethodError(\"old\");");
    fixture.start();
    try (var other = fixture.registry.lease(Capability.TRANSCRIPTION, "bad")) {
      fixture.gate.release();
      assertThatThrownBy(() -> fixture.ask("bad")).isInstanceOf(AbstractMethodError.class);

      assertThat(fixture.status("bad")).isEqualTo(ModelStatus.FAILED);
      assertThat(RegistryFixture.ask(other.model())).isEqualTo("1.0.0");
      assertThat(fixture.events).doesNotContain("close 1.0.0");
    }
    Eventually.holds(() -> fixture.count("close 1.0.0") == 1);
  }

  @Test
  void whatTheHostThrowsThroughAPluginIsNoFaultOfIt() throws Exception {
    dropBad("TRANSCRIBE", "audio.read();");
    fixture.start();
    var broken =
        new PcmSource() {
          @Override
          public @Nullable PcmChunk read() {
            throw new IllegalStateException("ours");
          }

          @Override
          public void close() {}
        };
    for (int i = 0; i < 5; i++) {
      try (var lease = fixture.registry.lease(Capability.TRANSCRIPTION, "bad")) {
        assertThatThrownBy(
                () -> lease.model().transcribe(broken, OPTIONS, TranscriptionListener.NONE))
            .hasMessage("ours");
      }
    }
    assertThat(fixture.status("bad")).isEqualTo(ModelStatus.READY);
  }

  @Test
  void aCallThatLoopsIsGivenUpItsThreadIsToldAndTheModelStaysFailedAsLongAsItLoops()
      throws Exception {
    dropBad("TRANSCRIBE", "heard(); " + DEAF);
    fixture.start();
    Future<String> answer = inBackground(() -> fixture.ask("bad"));
    Eventually.holds(() -> fixture.status("bad") == ModelStatus.READY);
    Eventually.holds(() -> fixture.events.contains("heard"));
    fixture.pass(RegistryFixture.PATIENCE);

    Eventually.holds(() -> fixture.status("bad") == ModelStatus.FAILED);
    assertThat(reason("bad")).isEqualTo("transcribe() showed no sign of life for 600 s");
    Eventually.holds(() -> fixture.watcher.lost.size() == 1);
    SpeechException told = fixture.watcher.lost.values().iterator().next();
    assertThat(told.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
    assertThat(told).hasMessageContaining("'bad' was given up");
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
    fixture.pass(RETRY.multipliedBy(5));
    assertThatThrownBy(() -> fixture.ask("bad")).hasMessageContaining("no sign of life");
    assertThat(fixture.events).doesNotContain("close 1.0.0");

    fixture.gate.release(2);
    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("was given up");
    Eventually.holds(() -> fixture.count("close 1.0.0") == 1);
    fixture.pass(RETRY);
    assertThat(fixture.ask("bad")).isEqualTo("1.0.0");
  }

  @Test
  void aThreadIsGivenUpBeforeItsInterruptLetsItTakeOtherWork() throws Exception {
    dropBad("TRANSCRIBE", "heard(); Thread.sleep(Long.MAX_VALUE);");
    fixture.start();
    Future<String> answer = inBackground(() -> fixture.ask("bad"));
    var atWork = new CompletableFuture<Boolean>();
    fixture.watcher.onLost = () -> atWork.complete(!answer.isDone());
    fixture.watcher.onCall =
        () -> assertThatThrownBy(answer::get).hasMessageContaining("was given up");
    Eventually.holds(() -> fixture.events.contains("heard"));
    fixture.pass(RegistryFixture.PATIENCE);

    assertThat(atWork.get()).isTrue();
  }

  @Test
  void aCallThatWaitsForTheHostIsNotGivenUp() throws Exception {
    dropBad("TRANSCRIBE", "heard(); audio.read();");
    fixture.start();
    var reading = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var slow =
        new PcmSource() {
          @Override
          public @Nullable PcmChunk read() throws InterruptedException {
            reading.countDown();
            gate.await();
            return null;
          }

          @Override
          public void close() {}
        };
    Future<String> answer =
        inBackground(
            () -> {
              try (var lease = fixture.registry.lease(Capability.TRANSCRIPTION, "bad")) {
                return lease.model().transcribe(slow, OPTIONS, TranscriptionListener.NONE).text();
              }
            });
    reading.await();
    fixture.pass(RegistryFixture.PATIENCE.multipliedBy(3));
    // The registry has looked once more when it has taken in a new plugin.
    fixture.drop("late.zip", fixture.plugin("late", "3.0.0").code("MODEL", "late"));
    Eventually.holds(() -> fixture.ids().contains("late"));
    fixture.drop("later.zip", fixture.plugin("later", "3.0.0").code("MODEL", "later"));
    Eventually.holds(() -> fixture.ids().contains("later"));
    gate.countDown();

    assertThat(answer.get()).isEqualTo("1.0.0");
    assertThat(fixture.status("bad")).isEqualTo(ModelStatus.READY);
  }

  @Test
  void aLoadThatLoopsIsGivenUpWhoeverWaitsIsToldAndThereIsNoSecondOne() throws Exception {
    dropBad("LOAD", DEAF);
    fixture.start();
    Future<String> answer = inBackground(() -> fixture.ask("bad"));
    Eventually.holds(() -> fixture.status("bad") == ModelStatus.LOADING);
    fixture.pass(RegistryFixture.PATIENCE);

    assertThatThrownBy(answer::get).hasMessageContaining("load() did not end within 600 s");
    assertThat(fixture.status("bad")).isEqualTo(ModelStatus.FAILED);
    fixture.pass(RETRY.multipliedBy(5));
    assertThatThrownBy(() -> fixture.ask("bad")).hasMessageContaining("did not end");
    assertThat(fixture.count("load 1.0.0")).isEqualTo(1);
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");

    fixture.gate.release();
    Eventually.holds(() -> fixture.count("close 1.0.0") == 1);
    fixture.gate.release();
    fixture.pass(RETRY);
    assertThat(fixture.ask("bad")).isEqualTo("1.0.0");
  }

  @Test
  void threadsThatAPluginLeavesBehindAreToldUntilTheyEnd() throws Exception {
    Path zip =
        fixture.drop(
            "bad.zip",
            fixture
                .plugin("bad", "1.0.0")
                .code(
                    "TRANSCRIBE",
                    """
                    Thread leak = Thread.ofPlatform().daemon().name("leak").unstarted(() -> {
                      heard();
                      gate.acquireUninterruptibly();
                    });
                    leak.setContextClassLoader(null);
                    leak.start();
                    """));
    fixture.start();
    fixture.ask("base");
    Eventually.holds(() -> fixture.events.contains("heard"));
    Files.delete(zip);

    Eventually.holds(() -> fixture.registry.failedPlugins().containsKey("bad 1.0.0"));
    assertThat(fixture.registry.failedPlugins().get("bad 1.0.0"))
        .isEqualTo("it is unloaded, but left its thread 'leak' running");
    assertThat(fixture.ids()).isEmpty();
    fixture.gate.release();
    Eventually.holds(() -> fixture.registry.failedPlugins().isEmpty());
  }

  @Test
  void whatACallHearsAndHowItEndsIsTold() throws Exception {
    dropBad("TRANSCRIBE", "while (audio.read() != null) {}");
    fixture.start();
    var seconds =
        new PcmSource() {
          private int left = 3;

          @Override
          public @Nullable PcmChunk read() {
            return left-- > 0 ? new PcmChunk(0, new float[PcmChunk.SAMPLE_RATE_HZ]) : null;
          }

          @Override
          public void close() {}
        };
    try (var lease = fixture.registry.lease(Capability.TRANSCRIPTION, "bad")) {
      lease.model().transcribe(seconds, OPTIONS, TranscriptionListener.NONE);
    }
    var call = fixture.watcher.calls.getFirst();
    assertThat(call.model()).isEqualTo("bad");
    assertThat(call.capability()).isEqualTo("transcription");
    assertThat(call.audioSeconds()).isEqualTo(3);
    assertThat(call.outcome()).isEqualTo(Outcome.DONE);
    assertThat(call.took()).isPositive();
  }
}
