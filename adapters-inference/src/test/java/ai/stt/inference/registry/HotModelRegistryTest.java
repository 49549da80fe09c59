package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.stt.app.model.Lease;
import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.Model;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.ModelStatus;
import ai.stt.speech.model.Speed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HotModelRegistryTest {
  @TempDir Path home;
  private RegistryFixture fixture =
      new RegistryFixture(Path.of("target"), RegistryFixture.settings());

  @BeforeEach
  void setUp() {
    fixture = new RegistryFixture(home, RegistryFixture.settings());
  }

  @AfterEach
  void tearDown() {
    fixture.close();
  }

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

  @Test
  void aModelThatNobodyOffersIsRefusedWithTheIdsOfThoseThatAre() throws Exception {
    fixture.drop("a.zip", fixture.plugin("a", "1.0.0").code("MODEL", "tiny"));
    fixture.drop("b.zip", fixture.plugin("b", "1.0.0").code("MODEL", "base"));
    fixture.start();

    SpeechException refusal =
        catchThrowableOfType(SpeechException.class, () -> fixture.ask("large"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refusal).hasMessageContaining("live models: tiny, base");
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
  void theOffersFollowTheModelStoreAndALoadedModelStaysWhenOthersChange() throws Exception {
    fixture.drop(
        "fake.zip",
        fixture
            .plugin("fake", "1.0.0")
            .code(
                "OFFERS",
                """
                if (yes()) {
                  return context.installedModels("fake").stream()
                      .<ModelOffer<?>>map(model -> offer(model.descriptor().id())).toList();
                }
                """));
    fixture.start();
    assertThat(fixture.ids()).isEmpty();

    Path file = Files.writeString(home.resolve("w.bin"), "w");
    fixture.installed.set(List.of(installed("tiny", file)));
    Eventually.holds(() -> fixture.ids().equals(List.of("tiny")));
    fixture.ask("tiny");

    fixture.installed.set(List.of(installed("tiny", file), installed("small", file)));
    Eventually.holds(() -> fixture.ids().equals(List.of("tiny", "small")));
    assertThat(fixture.status("tiny")).isEqualTo(ModelStatus.READY);

    fixture.installed.set(List.of(installed("small", file)));
    Eventually.holds(() -> fixture.ids().equals(List.of("small")));
    Eventually.holds(() -> fixture.events.contains("close 1.0.0"));
  }

  @Test
  void ofTwoPluginsThatOfferTheSameModelTheFirstServes() throws Exception {
    fixture.drop("z.zip", fixture.plugin("aaa", "1.0.0"));
    fixture.drop("a.zip", fixture.plugin("bbb", "2.0.0"));
    fixture.start();

    assertThat(fixture.ids()).containsExactly("base");
    assertThat(fixture.ask("base")).isEqualTo("1.0.0");
    Files.delete(fixture.zips.resolve("z.zip"));
    Eventually.holds(() -> fixture.version("base").equals("2.0.0"));
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "if (yes()) throw new IllegalStateException(\"no engine\");|no engine",
        "if (yes()) throw new AbstractMethodError(\"old api\");|old api",
        "if (yes()) return null;|gave null in place of a list",
        "if (yes()) return java.util.Arrays.asList((ModelOffer<?>) null);|an offer that is null",
        "if (yes()) return List.of(new ModelOffer<>(Capability.TRANSCRIPTION, null, 1, null));|has a null part",
        "if (yes()) context.engine(Runnable.class);|no engine Runnable",
      })
  void aPluginThatCannotTellItsModelsIsNamedWithTheReasonAndAskedAgainLater(
      String offers, String reason) throws Exception {
    fixture.drop("bad.zip", fixture.plugin("bad", "1.0.0").code("OFFERS", offers));
    fixture.drop("good.zip", fixture.plugin("good", "2.0.0"));
    fixture.start();

    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
    assertThat(fixture.registry.refusals().get("bad")).contains(reason);
    fixture.pass(Duration.ofMinutes(1));
    Eventually.holds(() -> fixture.count("offers 1.0.0") >= 2);
  }

  @Test
  void anIdleModelIsFreedAndLoadedAgainWhenItIsWanted() throws Exception {
    fixture.close();
    fixture =
        new RegistryFixture(
            home,
            new RegistrySettings(
                Duration.ofMinutes(5), List.of("kept"), RegistryFixture.POLL, Duration.ZERO));
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
  void aLeaseOutlivesItsPluginAndItsModelIsClosedOnce() throws Exception {
    Path zip = fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0"));
    fixture.start();
    Lease<Transcriber> lease = fixture.registry.lease(Capability.TRANSCRIPTION, "base");
    Files.delete(zip);
    Eventually.holds(Duration.ofSeconds(2), () -> fixture.ids().isEmpty());
    assertThatThrownBy(() -> fixture.ask("base")).hasMessageContaining("live models: none");

    assertThat(RegistryFixture.ask(lease.model())).isEqualTo("1.0.0");
    assertThat(fixture.events).doesNotContain("close 1.0.0", "close plugin 1.0.0");
    lease.close();
    lease.close();
    Eventually.holds(() -> fixture.events.contains("close plugin 1.0.0"));
    assertThat(fixture.events).containsSubsequence("close 1.0.0", "close plugin 1.0.0");
    assertThat(fixture.count("close 1.0.0")).isEqualTo(1);
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

  @Test
  void aModelOfAnotherKindThanAskedForIsRefusedAndNotHeld() throws Exception {
    interface Singer extends Model {}
    Path zip = fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0"));
    fixture.start();

    assertThatThrownBy(
            () -> fixture.registry.lease(new Capability<>("transcription", Singer.class), "base"))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("another kind");
    Files.delete(zip);
    Eventually.holds(() -> fixture.events.contains("close plugin 1.0.0"));
  }

  @Test
  void aModelThatFailsToCloseAndAPluginThatDoesToAreStillUnloaded() throws Exception {
    String fail = "if (yes()) throw new AssertionError(\"will not close\");";
    Path zip =
        fixture.drop(
            "fake.zip",
            fixture.plugin("fake", "1.0.0").code("MODEL_CLOSE", fail).code("CLOSE", fail));
    fixture.start();
    fixture.ask("base");
    Files.delete(zip);

    Eventually.holds(() -> fixture.events.contains("close plugin 1.0.0"));
    fixture.drop("fake.zip", fixture.plugin("fake", "2.0.0"));
    Eventually.holds(() -> fixture.version("base").equals("2.0.0"));
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
  }

  @Test
  void closingEndsTheLeasesToComeAndFreesWhatIsLoaded() throws Exception {
    fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0"));
    fixture.start();
    fixture.ask("base");
    fixture.registry.close();

    assertThat(fixture.events).containsSubsequence("close 1.0.0", "close plugin 1.0.0");
    SpeechException refusal =
        catchThrowableOfType(SpeechException.class, () -> fixture.ask("base"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
    assertThat(home.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void aModelStoreThatCannotBeReadChangesNothingAndIsAskedAgain() throws Exception {
    fixture.drop("a.zip", fixture.plugin("a", "1.0.0").code("MODEL", "tiny"));
    fixture.start();
    List<InstalledModel> broken = new ArrayList<>();
    broken.add(null);
    fixture.installed.set(broken);
    fixture.drop("b.zip", fixture.plugin("b", "1.0.0"));
    Thread.sleep(200);
    assertThat(fixture.ask("tiny")).isEqualTo("1.0.0");

    fixture.installed.set(List.of());
    Eventually.holds(() -> fixture.ids().equals(List.of("tiny", "base")));
  }

  private static <T> Future<T> inBackground(Callable<T> work) {
    var task = new java.util.concurrent.FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static InstalledModel installed(String id, Path file) {
    var descriptor = new ModelDescriptor(id, "Fake " + id, "A fake.", List.of("en"), Speed.FAST);
    return new InstalledModel(descriptor, "fake", "fake", file, 1);
  }
}
