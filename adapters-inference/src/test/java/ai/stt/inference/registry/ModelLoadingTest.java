package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.stt.app.model.Lease;
import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.plugin.Capability;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How models come into memory, fail to, and leave it. */
class ModelLoadingTest extends RegistryTest {
  @Test
  void aModelIsListedThenLoadedByItsFirstLeaseAndOnlyOnce() throws Exception {
    fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0").code("LOAD", "gate.acquire();"));
    fixture.start();
    assertThat(fixture.status("base")).isEqualTo(ModelStatus.AVAILABLE);

    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(callers.submit(() -> fixture.ask("base")));
      }
      Eventually.holds(() -> fixture.status("base") == ModelStatus.LOADING);
      fixture.gate.release();
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo("1.0.0");
      }
    }
    assertThat(fixture.count("load 1.0.0")).isEqualTo(1);
    assertThat(fixture.status("base")).isEqualTo(ModelStatus.READY);
    assertThat(fixture.registry.live().getFirst().device()).isEqualTo("cpu");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "if (yes()) throw new java.io.IOException(\"the file /srv/models/ggml-base.bin is damaged\");|the file ggml-base.bin is damaged",
        "if (yes()) throw new OutOfMemoryError(\"no memory left\");|no memory left",
        "if (yes()) throw new StackOverflowError();|StackOverflowError",
        "if (yes()) throw new NoClassDefFoundError(\"gone/Gone\");|NoClassDefFoundError",
        "if (yes()) return null;|its plugin loaded nothing",
      })
  void aFailedLoadTellsItsReasonOnceInEveryAnswerAndHurtsOnlyItself(String load, String reason)
      throws Exception {
    fixture.drop("bad.zip", fixture.plugin("bad", "1.0.0").code("MODEL", "bad").code("LOAD", load));
    fixture.drop("good.zip", fixture.plugin("good", "2.0.0"));
    fixture.start();

    for (int i = 0; i < 3; i++) {
      SpeechException failure =
          catchThrowableOfType(SpeechException.class, () -> fixture.ask("bad"));
      assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
      assertThat(failure.getMessage()).contains(reason).doesNotContain("/srv", "\n");
      assertThat(failure.retryAfter()).hasValue(Duration.ofMinutes(1));
    }
    assertThat(fixture.count("load 1.0.0")).isEqualTo(1);
    assertThat(fixture.status("bad")).isEqualTo(ModelStatus.FAILED);
    assertThat(fixture.registry.live().getFirst().reason()).contains(reason);
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
  }

  @Test
  void aFailedLoadIsTriedAgainAfterAWhile() throws Exception {
    fixture.drop(
        "fake.zip",
        fixture
            .plugin("fake", "1.0.0")
            .code("LOAD", "if (!gate.tryAcquire()) throw new IllegalStateException(\"not yet\");"));
    fixture.start();
    assertThatThrownBy(() -> fixture.ask("base")).hasMessageContaining("not yet");
    fixture.gate.release();

    fixture.pass(Duration.ofSeconds(40));
    SpeechException failure =
        catchThrowableOfType(SpeechException.class, () -> fixture.ask("base"));
    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(20));
    fixture.pass(Duration.ofSeconds(20));
    assertThat(fixture.status("base")).isEqualTo(ModelStatus.AVAILABLE);
    assertThat(fixture.ask("base")).isEqualTo("1.0.0");
    assertThat(fixture.registry.live().getFirst().reason()).isNull();
  }

  @Test
  void aFailedModelIsUsableAtOnceWhenItsWeightsAreReplaced() throws Exception {
    Path weights = Files.writeString(home.resolve("ggml.bin"), "bad");
    fixture.installed.set(List.of(installed("base", weights)));
    fixture.drop(
        "fake.zip",
        fixture
            .plugin("fake", "1.0.0")
            .code("LOAD", "if (!gate.tryAcquire()) throw new IllegalStateException(\"damaged\");"));
    fixture.start();
    assertThatThrownBy(() -> fixture.ask("base")).hasMessageContaining("damaged");

    fixture.gate.release();
    Files.setLastModifiedTime(weights, FileTime.fromMillis(1));
    Eventually.holds(() -> fixture.status("base") == ModelStatus.AVAILABLE);
    assertThat(fixture.ask("base")).isEqualTo("1.0.0");
  }

  @Test
  void anIdleModelIsFreedAndLoadedAgainWhenItIsWanted() throws Exception {
    fixture.close();
    fixture =
        new RegistryFixture(
            home,
            new RegistrySettings(
                Duration.ofMinutes(5),
                List.of("kept"),
                RegistryFixture.POLL,
                Duration.ZERO,
                RegistryFixture.PATIENCE,
                Long.MAX_VALUE));
    fixture.drop("a.zip", fixture.plugin("a", "1.0.0"));
    fixture.drop("b.zip", fixture.plugin("b", "2.0.0").code("MODEL", "kept"));
    fixture.start();
    Eventually.holds(() -> fixture.status("kept") == ModelStatus.READY);

    try (Lease<Transcriber> lease = fixture.registry.lease(Capability.TRANSCRIPTION, "base")) {
      fixture.pass(Duration.ofMinutes(30));
      Thread.sleep(100);
      assertThat(RegistryFixture.ask(lease.model())).isEqualTo("1.0.0");
    }
    fixture.pass(Duration.ofMinutes(4));
    Thread.sleep(100);
    assertThat(fixture.status("base")).isEqualTo(ModelStatus.READY);
    fixture.pass(Duration.ofMinutes(1));
    Eventually.holds(() -> fixture.events.contains("close 1.0.0"));
    assertThat(fixture.status("base")).isEqualTo(ModelStatus.AVAILABLE);
    assertThat(fixture.status("kept")).isEqualTo(ModelStatus.READY);

    assertThat(fixture.ask("base")).isEqualTo("1.0.0");
    assertThat(fixture.count("load 1.0.0")).isEqualTo(2);
  }

  @Test
  void whoWaitsForALoadIsServedByTheVersionThatReplacesIt() throws Exception {
    fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0").code("LOAD", "gate.acquire();"));
    fixture.start();
    Future<String> answer = inBackground(() -> fixture.ask("base"));
    Eventually.holds(() -> fixture.status("base") == ModelStatus.LOADING);
    fixture.drop("fake.zip", fixture.plugin("fake", "2.0.0"));
    Eventually.holds(() -> fixture.version("base").equals("2.0.0"));
    fixture.gate.release();

    assertThat(answer.get()).isEqualTo("2.0.0");
    Eventually.holds(() -> fixture.events.contains("close plugin 1.0.0"));
    assertThat(fixture.count("close 1.0.0")).isEqualTo(1);
  }

  @Test
  void aWaitingCallerCanBeInterruptedAndTheLoadGoesOn() throws Exception {
    fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0").code("LOAD", "gate.acquire();"));
    fixture.start();
    var interrupted = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    fixture.ask("base");
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                });
    Eventually.holds(() -> fixture.status("base") == ModelStatus.LOADING);
    caller.interrupt();
    interrupted.await();

    fixture.gate.release();
    Eventually.holds(() -> fixture.status("base") == ModelStatus.READY);
  }
}
