package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.operation.PluginState;
import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.inference.plugin.testing.PluginZip;
import ai.stt.speech.model.ModelStatus;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HotReplacementTest extends RegistryTest {
  private static final Duration PROMISE = Duration.ofSeconds(2);

  @Test
  void pluginsComeAndGoWithinTwoSecondsAtTheDefaultPace() throws Exception {
    fixture.close();
    fixture = new RegistryFixture(home, RegistrySettings.DEFAULT);
    fixture.start();
    Path zip = fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0"));
    Eventually.holds(PROMISE, () -> fixture.ids().contains("base"));
    fixture.drop("fake.zip", fixture.plugin("fake", "2.0.0"));
    Eventually.holds(PROMISE, () -> fixture.version("base").equals("2.0.0"));
    Files.delete(zip);
    Eventually.holds(PROMISE, () -> fixture.ids().isEmpty());
  }

  @Test
  void twoPluginsDroppedAtOnceAreBothLive() throws Exception {
    fixture.start();
    fixture.drop("a.zip", fixture.plugin("a", "1.0.0").code("MODEL", "tiny"));
    fixture.drop("b.zip", fixture.plugin("b", "1.0.0").code("MODEL", "base"));

    Eventually.holds(PROMISE, () -> fixture.ids().equals(List.of("tiny", "base")));
  }

  @Test
  void replacingAPluginAgainAndAgainUnderLoadFailsNoRequest() throws Exception {
    fixture.start();
    fixture.drop("fake.zip", working("1.0.0"));
    Eventually.holds(() -> fixture.ids().contains("base"));
    Set<String> heard = ConcurrentHashMap.newKeySet();
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var answers = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      callers.add(Thread.ofVirtual().start(() -> keepAsking(heard, failures, answers)));
    }
    for (int version = 2; version <= 13; version++) {
      String now = version + ".0.0";
      fixture.drop("fake.zip", working(now));
      Eventually.holds(() -> heard.contains(now));
    }
    for (Thread caller : callers) {
      caller.interrupt();
      caller.join();
    }

    assertThat(failures).isEmpty();
    assertThat(answers.get()).isGreaterThan(100);
    Eventually.holds(() -> fixture.count("close plugin 12.0.0") == 1);
    for (int version = 1; version <= 12; version++) {
      String before = version + ".0.0";
      Eventually.holds(() -> fixture.count("close " + before) == 1);
      assertThat(fixture.count("load " + before)).isEqualTo(1);
    }
  }

  private void keepAsking(
      Set<String> heard, ConcurrentLinkedQueue<Throwable> failures, AtomicInteger answers) {
    try {
      while (failures.isEmpty()) {
        heard.add(fixture.ask("base"));
        answers.incrementAndGet();
      }
    } catch (InterruptedException e) {
      // The test is over.
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  private PluginZip working(String version) {
    return fixture.plugin("fake", version).code("TRANSCRIBE", "Thread.sleep(3);");
  }

  @Test
  void aVersionThatCannotBeLoadedLeavesTheOneBeforeAtWorkAndIsTold() throws Exception {
    fixture.start();
    fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0"));
    Eventually.holds(() -> fixture.ids().contains("base"));
    fixture.ask("base");
    String broken = "if (!gate.tryAcquire()) throw new IllegalStateException(\"no such layer\");";
    fixture.drop("fake.zip", fixture.plugin("fake", "2.0.0").code("LOAD", broken));
    Eventually.holds(() -> fixture.registry.failedPlugins().containsKey("fake"));

    assertThat(fixture.registry.failedPlugins().get("fake"))
        .isEqualTo(
            "model 'base' of version 2.0.0 cannot be loaded (no such layer),"
                + " so that of version 1.0.0 goes on");
    assertThat(fixture.registry.operations().plugins())
        .singleElement()
        .returns("failed", PluginState::status);
    fixture.registry.operations().unload("base"); // it comes back, whoever fails
    for (int i = 0; i < 5; i++) {
      assertThat(fixture.ask("base")).isEqualTo("1.0.0");
    }
    assertThat(fixture.version("base")).isEqualTo("1.0.0");
    assertThat(fixture.status("base")).isEqualTo(ModelStatus.READY);
    assertThat(fixture.count("load 2.0.0")).isEqualTo(1);

    fixture.gate.release();
    fixture.pass(Duration.ofMinutes(1));
    assertThat(fixture.ask("base")).isEqualTo("1.0.0"); // while the other is tried again
    Eventually.holds(() -> fixture.version("base").equals("2.0.0"));
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
    Eventually.holds(() -> fixture.count("close plugin 1.0.0") == 1);
    assertThat(fixture.registry.failedPlugins()).isEmpty();
  }

  @Test
  void theVersionBeforeServesWhileTheNextIsLoadedAndAfterItTheOneAfterThat() throws Exception {
    fixture.start();
    fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0"));
    Eventually.holds(() -> fixture.ids().contains("base"));
    fixture.ask("base");
    Path zip =
        fixture.drop("fake.zip", fixture.plugin("fake", "2.0.0").code("LOAD", "gate.acquire();"));
    Eventually.holds(() -> fixture.count("load 2.0.0") == 1);
    assertThat(fixture.ask("base")).isEqualTo("1.0.0");
    fixture.drop("fake.zip", fixture.plugin("fake", "3.0.0").code("LOAD", "gate.acquire();"));
    Eventually.holds(() -> fixture.count("load 3.0.0") == 1);
    assertThat(fixture.ask("base")).isEqualTo("1.0.0");
    fixture.gate.release(2);
    Eventually.holds(() -> fixture.version("base").equals("3.0.0"));
    assertThat(fixture.ask("base")).isEqualTo("3.0.0");
    Eventually.holds(() -> fixture.count("close plugin 2.0.0") == 1);
    Eventually.holds(() -> fixture.count("close plugin 1.0.0") == 1);

    fixture.drop("fake.zip", fixture.plugin("fake", "4.0.0").code("LOAD", "gate.acquire();"));
    Eventually.holds(() -> fixture.count("load 4.0.0") == 1);
    Files.delete(zip);
    Eventually.holds(() -> fixture.ids().isEmpty());
    Eventually.holds(() -> fixture.count("close plugin 3.0.0") == 1);
    fixture.gate.release();
    Eventually.holds(() -> fixture.count("close plugin 4.0.0") == 1);
  }

  @Test
  void theVersionBeforeIsClosedThoughTheNextComesWhileAThirdTellsItsModels() throws Exception {
    fixture.start();
    fixture.drop("fake.zip", fixture.plugin("fake", "1.0.0"));
    Eventually.holds(() -> fixture.ids().contains("base"));
    fixture.ask("base");
    fixture.drop("fake.zip", fixture.plugin("fake", "2.0.0").code("LOAD", "gate.acquire();"));
    Eventually.holds(() -> fixture.count("load 2.0.0") == 1);
    String wait = "while (!events.contains(\"go on\")) { Thread.onSpinWait(); }";
    fixture.drop("fake.zip", fixture.plugin("fake", "3.0.0").code("OFFERS", wait));
    Eventually.holds(() -> fixture.count("offers 3.0.0") == 1);
    fixture.gate.release();
    Eventually.holds(() -> fixture.version("base").equals("2.0.0"));
    fixture.events.add("go on");
    Eventually.holds(() -> fixture.version("base").equals("3.0.0"));
    Eventually.holds(() -> fixture.count("close plugin 2.0.0") == 1);
    Eventually.holds(() -> fixture.count("close plugin 1.0.0") == 1);
  }

  @Test
  void theClassLoaderOfAPluginThatWasUsedAndRemovedIsCollected() throws Exception {
    var queue = new ReferenceQueue<Object>();
    List<PhantomReference<Object>> loaders = new ArrayList<>();
    fixture.start();
    for (int round = 1; round <= 5; round++) {
      String version = round + ".0.0";
      fixture.drop("fake.zip", fixture.plugin("fake", version));
      Eventually.holds(() -> fixture.version("base").equals(version));
      loaders.add(loaderOfTheLiveModel(queue));
    }
    Files.delete(fixture.zips.resolve("fake.zip"));
    Eventually.holds(() -> fixture.events.contains("close plugin 5.0.0"));

    var collected = new AtomicInteger();
    Eventually.holds(
        () -> {
          System.gc();
          while (queue.poll() != null) {
            collected.incrementAndGet();
          }
          return collected.get() == loaders.size();
        });
  }

  private PhantomReference<Object> loaderOfTheLiveModel(ReferenceQueue<Object> queue)
      throws InterruptedException {
    try (var lease = fixture.registry.lease(ai.stt.plugin.Capability.TRANSCRIPTION, "base")) {
      RegistryFixture.ask(lease.model());
      var watched = (WatchedObject) Proxy.getInvocationHandler(lease.model());
      return new PhantomReference<>(watched.target().getClass().getClassLoader(), queue);
    }
  }

  @Test
  void aPluginThatLeavesAThreadBehindIsReplacedAllTheSame() throws Exception {
    fixture.drop(
        "fake.zip",
        fixture
            .plugin("fake", "1.0.0")
            .code(
                "LOAD",
                """
                Thread.ofPlatform().daemon().name("leaked").start(() -> {
                  heard.add("leaked thread runs");
                  gate.acquireUninterruptibly();
                });
                """));
    fixture.start();
    fixture.ask("base");
    Eventually.holds(() -> fixture.events.contains("leaked thread runs"));
    fixture.drop("fake.zip", fixture.plugin("fake", "2.0.0"));

    Eventually.holds(() -> fixture.version("base").equals("2.0.0"));
    assertThat(fixture.ask("base")).isEqualTo("2.0.0");
    Eventually.holds(() -> fixture.events.contains("close plugin 1.0.0"));
  }
}
