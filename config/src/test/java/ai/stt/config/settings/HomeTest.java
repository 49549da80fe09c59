package ai.stt.config.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
  @Test
  void whatAKilledCommandKeptOfStandardInputIsDeletedByALaterOne(@TempDir Path folder)
      throws Exception {
    var home = new Home(folder);
    Path killed = home.spool(new ByteArrayInputStream(new byte[] {1}));
    Path running = home.spool(new ByteArrayInputStream(new byte[] {2}));
    Files.setLastModifiedTime(killed, FileTime.from(Instant.now().minus(Duration.ofDays(3))));

    Path now = home.spool(new ByteArrayInputStream(new byte[] {3}));

    assertThat(killed).doesNotExist();
    assertThat(running).exists();
    assertThat(now).hasBinaryContent(new byte[] {3});
  }
}
