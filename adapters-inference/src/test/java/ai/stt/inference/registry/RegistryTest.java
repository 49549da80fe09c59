package ai.stt.inference.registry;

import ai.stt.plugin.InstalledModel;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry of its own for each test. */
abstract class RegistryTest {
  @TempDir Path home;
  RegistryFixture fixture = new RegistryFixture(Path.of("target"), RegistryFixture.settings());

  @BeforeEach
  void setUp() {
    fixture = new RegistryFixture(home, RegistryFixture.settings());
  }

  @AfterEach
  void tearDown() {
    fixture.close();
  }

  static <T> Future<T> inBackground(Callable<T> work) {
    var task = new java.util.concurrent.FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  static InstalledModel installed(String id, Path file) {
    var descriptor = new ModelDescriptor(id, "Fake " + id, "A fake.", List.of("en"), Speed.FAST);
    return new InstalledModel(descriptor, "fake", "fake", file, 1);
  }
}
