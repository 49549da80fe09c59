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
import ai.stt.speech.model.ModelStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HotModelRegistryTest extends RegistryTest {
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
    assertThat(fixture.registry.failedPlugins().get("bad")).contains(reason);
    fixture.pass(Duration.ofMinutes(1));
    Eventually.holds(() -> fixture.count("offers 1.0.0") >= 2);
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
}
