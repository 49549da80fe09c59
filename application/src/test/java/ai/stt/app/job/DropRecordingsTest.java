package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.blob.InMemoryBlobs;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.MovableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropRecordingsTest {
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");
  private final InMemoryPlatform work = new InMemoryPlatform();
  private final InMemoryBlobs blobs = new InMemoryBlobs();

  @TempDir private Path folder = Path.of("");

  @Test
  void thoseThatCannotBeDeletedKeepNobodyWaiting() throws Exception {
    var recordings = new Recordings(blobs, folder.resolve("scratch"), clock);
    var drop = new DropRecordings(work, recordings, clock);
    Path file = Files.writeString(folder.resolve("upload"), "9 say Hello.");
    for (int i = 0; i < 250; i++) {
      String key = (i < 150 ? "stuck" : "free") + i;
      recordings.put(key, file);
      work.run(stores -> stores.get(DoomedRecordings.class).add(key, clock.instant()));
      clock.move(Duration.ofMillis(1));
    }
    blobs.deletable("stuck", false);
    assertThat(drop.drop()).isEqualTo(100);
    assertThat(blobs.size()).isEqualTo(150);

    blobs.deletable("stuck", true);
    assertThat(drop.drop()).as("tried again at once").isZero();
    clock.move(Duration.ofMinutes(1));
    assertThat(drop.drop()).isEqualTo(150);
    assertThat(blobs.size()).isZero();
  }
}
