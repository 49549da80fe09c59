package ai.stt.inference.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.inference.catalog.testing.TinyGguf;
import ai.stt.inference.tensor.UnreadableFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GgufHeaderTest {
  private final byte[] whole =
      new TinyGguf()
          .text("general.architecture", "llama")
          .text("general.name", "My Model")
          .list("general.languages", "EN", "de")
          .text("tokenizer.chat_template", "{{ x }}")
          .bytes();

  @TempDir Path folder;

  @Test
  void theHeaderTellsWhatTheModelIs() throws Exception {
    Path file = Files.write(folder.resolve("a.gguf"), whole);
    assertThat(GgufHeader.isGguf(file)).isTrue();
    GgufHeader header = GgufHeader.read(file);
    assertThat(header.architecture()).isEqualTo("llama");
    assertThat(header.name()).isEqualTo("My Model");
    assertThat(header.languages()).containsExactly("en", "de");
    assertThat(header.chatTemplate()).isEqualTo("{{ x }}");
    assertThat(header.licence()).isEmpty();
    assertThat(header.contextTokens()).isZero();
  }

  @Test
  void aFileThatIsCutShortAnywhereIsRefused() throws Exception {
    Path file = folder.resolve("cut.gguf");
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> GgufHeader.read(file))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(UnreadableFileException.class);
    }
  }

  @Test
  void countsOutOfRangeAreRefused() throws Exception {
    for (int place = 4; place < 24; place += 4) {
      byte[] bad = whole.clone();
      Arrays.fill(bad, place, place + 4, (byte) 0x7f);
      Path file = Files.write(folder.resolve("bad.gguf"), bad);
      assertThatThrownBy(() -> GgufHeader.read(file)).isInstanceOf(UnreadableFileException.class);
    }
  }
}
