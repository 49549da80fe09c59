package ai.stt.inference.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of files that brought a decoder down. */
class StrikesTest {
  private final AtomicLong now = new AtomicLong();
  private final Strikes strikes = new Strikes(Duration.ofHours(1), now::get);

  @TempDir Path folder;

  @Test
  void aFileIsRefusedAfterTwoStrikesUnderAnyName() throws Exception {
    Path file = file("a", "content");
    assertThat(strikes.strike(file)).isFalse();
    assertThat(strikes.refuses(file)).isFalse();
    assertThat(strikes.strike(file("b", "content"))).isTrue();
    assertThat(strikes.refuses(file("c", "content"))).isTrue();
    assertThat(strikes.refuses(file("a", "Content"))).isFalse();
  }

  @Test
  void aFileThatWasDecodedAfterAllIsForgiven() throws Exception {
    Path file = file("a", "content");
    strikes.strike(file);
    strikes.forgive(file);
    assertThat(strikes.strike(file)).isFalse();
  }

  @Test
  void strikesAreForgottenWithTime() throws Exception {
    Path file = file("a", "content");
    strikes.strike(file);
    strikes.strike(file);
    now.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(strikes.refuses(file)).isTrue();
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(strikes.refuses(file)).isFalse();
  }

  @Test
  void theOldestIsForgottenWhenThereAreTooMany() throws Exception {
    Path first = file("first", "the first");
    strikes.strike(first);
    strikes.strike(first);
    for (int i = 0; i < 1023; i++) {
      strikes.strike(file("other", "other " + i));
    }
    assertThat(strikes.refuses(first)).isTrue();
    strikes.strike(file("other", "the last"));
    assertThat(strikes.refuses(first)).isFalse();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
