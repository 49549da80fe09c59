package ai.stt.config.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TranscriptWriterTest {
  @TempDir private Path home = Path.of("");

  @Test
  void aNameThatEndsAsAFolderIsOneThoughItIsNotThere() throws Exception {
    TranscriptWriter writer = writer(home.resolve("subtitles") + "/", false);
    writer.makeRoom();
    assertThat(home.resolve("subtitles")).isDirectory();
    assertThat(writer.folder()).isTrue();
  }

  @Test
  void anyOtherNameIsAFileUnlessAFolderIsThereOrSeveralCome() throws Exception {
    assertThat(writer(home.resolve("talk.srt").toString(), false).folder()).isFalse();
    Files.createDirectory(home.resolve("talks"));
    assertThat(writer(home.resolve("talks").toString(), false).folder()).isTrue();
    assertThat(writer(home.resolve("more").toString(), true).folder()).isTrue();
  }

  @Test
  void recordingsThatWouldBeOneFileAreNamed() {
    TranscriptWriter writer = writer(home.toString(), true);
    assertThat(writer.clash(List.of("a/one.wav", "two.wav", "-"))).isEmpty();
    assertThat(writer.clash(List.of("a/rec.wav", "x.mp3", "b/rec.wav")))
        .hasValue("a/rec.wav and b/rec.wav");
    assertThat(writer.clash(List.of("talk.mp3", "talk.mp4"))).hasValue("talk.mp3 and talk.mp4");
    assertThat(writer.clash(List.of("stdin.flac", "-"))).hasValue("stdin.flac and -");
    assertThat(writer(null, true).clash(List.of("a/rec.wav", "b/rec.wav"))).isEmpty();
  }

  private static TranscriptWriter writer(@Nullable String output, boolean several) {
    var nowhere = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return TranscriptWriter.to(output, nowhere, OutputFormat.srt, several);
  }
}
