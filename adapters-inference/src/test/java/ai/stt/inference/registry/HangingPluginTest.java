package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.plugin.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plugins that do not come back, and take no notice of an interrupt: the others go on. */
@Timeout(60)
class HangingPluginTest extends RegistryTest {
  private static final Duration PROMISE = Duration.ofSeconds(2);
  private static final String LOOP = "while (!gate.tryAcquire()) { Thread.onSpinWait(); }";

  @Test
  void aConstructorThatHangsHoldsUpNoOtherPluginNorTheVersionBefore() throws Exception {
    fixture.drop("bad.zip", fixture.plugin("bad", "1.0.0").code("MODEL", "bad"));
    fixture.start();
    String property = "stt.test.let-go";
    System.clearProperty(property);
    String loop =
        "while (System.getProperty(\"%s\") == null) { Thread.onSpinWait(); }".formatted(property);
    fixture.drop(
        "bad.zip", fixture.plugin("bad", "2.0.0").code("MODEL", "bad").code("CONSTRUCTOR", loop));
    fixture.drop("good.zip", fixture.plugin("good", "3.0.0"));
    try {
      Eventually.holds(PROMISE, () -> fixture.ids().contains("base"));
      Path late = fixture.drop("late.zip", fixture.plugin("late", "4.0.0").code("MODEL", "late"));
      Eventually.holds(PROMISE, () -> fixture.ids().contains("late"));
      assertThat(fixture.ask("base") + fixture.ask("bad")).isEqualTo("3.0.01.0.0");
      Files.delete(late);
      Eventually.holds(PROMISE, () -> !fixture.ids().contains("late"));
    } finally {
      System.setProperty(property, "now");
    }
    Eventually.holds(() -> fixture.version("bad").equals("2.0.0"));
    Eventually.holds(() -> fixture.count("close plugin 1.0.0") == 1);
    System.clearProperty(property);
  }

  @Test
  void aPluginThatDoesNotTellItsModelsHoldsUpNoOther() throws Exception {
    fixture.start();
    fixture.drop(
        "bad.zip", fixture.plugin("bad", "1.0.0").code("MODEL", "bad").code("OFFERS", LOOP));
    Eventually.holds(() -> fixture.count("offers 1.0.0") == 1);
    fixture.drop("good.zip", fixture.plugin("good", "2.0.0"));
    Eventually.holds(PROMISE, () -> fixture.ids().contains("base"));
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
    fixture.gate.release();
    Eventually.holds(() -> fixture.ids().contains("bad"));
    fixture.gate.release(100);
  }

  private static final String SLOW =
      """
      if (yes()) {
        var seen = context.installedModels("fake");
        events.add("seen " + seen.size());
        if (!seen.isEmpty()) gate.acquireUninterruptibly();
        return seen.stream().<ModelOffer<?>>map(model -> offer(model.descriptor().id())).toList();
      }
      """;

  @Test
  void whatIsInstalledWhileAPluginTellsItsModelsIsListedToo() throws Exception {
    fixture.drop("slow.zip", fixture.plugin("slow", "1.0.0").code("OFFERS", SLOW));
    fixture.start();
    Path file = Files.writeString(home.resolve("w.bin"), "w");
    fixture.installed.set(List.of(installed("tiny", file)));
    Eventually.holds(() -> fixture.events.contains("seen 1"));
    fixture.installed.set(List.of(installed("tiny", file), installed("small", file)));
    fixture.drop("good.zip", fixture.plugin("good", "2.0.0"));
    Eventually.holds(() -> fixture.ids().contains("base")); // the registry has looked at both
    fixture.gate.release(100);
    Eventually.holds(() -> fixture.ids().containsAll(List.of("tiny", "small")));
  }

  @Test
  void aLateAnswerIsTakenInWithoutAskingTheOthersAgain() throws Exception {
    fixture.drop("slow.zip", fixture.plugin("slow", "1.0.0").code("OFFERS", SLOW));
    fixture.drop("good.zip", fixture.plugin("good", "2.0.0"));
    fixture.start();
    Path file = Files.writeString(home.resolve("w.bin"), "w");
    fixture.installed.set(List.of(installed("tiny", file)));
    Eventually.holds(() -> fixture.events.contains("seen 1"));
    fixture.drop("new.zip", fixture.plugin("new", "3.0.0").code("MODEL", "new"));
    Eventually.holds(() -> fixture.ids().contains("new")); // nobody waits for the slow one
    long asked = fixture.count("offers 2.0.0");
    fixture.gate.release();
    Eventually.holds(() -> fixture.ids().contains("tiny"));
    assertThat(fixture.count("offers 2.0.0")).isEqualTo(asked);
  }

  @Test
  void aPluginThatDoesNotCloseHoldsUpNothing() throws Exception {
    Path zip = fixture.drop("bad.zip", fixture.plugin("bad", "1.0.0").code("CLOSE", LOOP));
    fixture.start();
    fixture.ask("base");
    fixture.drop("bad.zip", fixture.plugin("bad", "2.0.0"));
    Eventually.holds(() -> fixture.count("close plugin 1.0.0") == 1);
    Eventually.holds(PROMISE, () -> fixture.version("base").equals("2.0.0"));
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
    Files.delete(zip);
    Eventually.holds(PROMISE, () -> fixture.ids().isEmpty());
    fixture.gate.release();
  }

  @Test
  void threadsOfAPluginThatIsRefusedAreTold() throws Exception {
    String property = "stt.test.let-leak-go";
    System.clearProperty(property);
    String leak =
        """
        Thread.ofPlatform().daemon().name("early").start(() -> {
          while (System.getProperty("%s") == null) { Thread.onSpinWait(); }
        });
        if (yes()) throw new IllegalStateException("no luck");
        """
            .formatted(property);
    fixture.start();
    fixture.drop("bad.zip", fixture.plugin("bad", "1.0.0").code("CONSTRUCTOR", leak));
    try {
      Eventually.holds(() -> fixture.registry.failedPlugins().containsKey("bad.zip"));
      assertThat(fixture.registry.failedPlugins().get("bad.zip"))
          .isEqualTo(
              "the constructor of fake.FakePlugin failed: no luck;"
                  + " it left its thread 'early' running");
    } finally {
      System.setProperty(property, "now");
    }
  }
}
