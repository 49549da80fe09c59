package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.speech.SidedSource.Sides;
import ai.stt.app.transcription.DecodedAudio;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void everySampleComesBackToTheBitWithTheExactLength() throws Exception {
    var first = new float[20_001];
    for (int i = 0; i < first.length; i++) {
      first[i] = (float) Math.sin(i * 0.1) / 3;
    }
    var second = new float[] {-1, 1, Float.MIN_VALUE, 0};
    Path file = folder.resolve("pcm");

    Duration length = DecodedFile.keep(new Chunks(first, second), file);

    assertThat(length).isEqualTo(Duration.ofNanos(20_005L * 62_500));
    try (DecodedAudio audio = DecodedFile.open(file)) {
      assertThat(audio.claimedDuration().orElseThrow()).isEqualTo(20_005 / 16e3);
      var heard = new float[20_005];
      long at = 0;
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        assertThat(chunk.startSample()).isEqualTo(at);
        System.arraycopy(chunk.samples(), 0, heard, (int) at, chunk.samples().length);
        at = chunk.endSample();
      }
      assertThat(at).isEqualTo(20_005);
      assertThat(java.util.Arrays.copyOf(heard, 20_001)).isEqualTo(first);
      assertThat(java.util.Arrays.copyOfRange(heard, 20_001, 20_005)).isEqualTo(second);
      assertThat(audio.read()).isNull();
    }
  }

  @Test
  void theSidesOfAStereoRecordingAreKept() throws Exception {
    Path file = folder.resolve("pcm");
    DecodedFile.keep(new Stereo(), file);
    try (DecodedAudio audio = DecodedFile.open(file)) {
      assertThat(Objects.requireNonNull(audio.read()).samples())
          .containsExactly(0.5f, -0.25f, 0.25f);
      Sides sides = Objects.requireNonNull(audio.sides());
      assertThat(sides.left()).containsExactly(1, 0, 0.5f);
      assertThat(sides.right()).containsExactly(0, -0.5f, 0);
      assertThat(audio.read()).isNull();
    }
  }

  @Test
  void soundThatHasNoSamplesIsZeroLong() throws Exception {
    Path file = folder.resolve("pcm");
    assertThat(DecodedFile.keep(new Chunks(), file)).isZero();
    try (DecodedAudio audio = DecodedFile.open(file)) {
      assertThat(audio.read()).isNull();
    }
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsAnErrorAndNoEnd() throws Exception {
    Path file = folder.resolve("pcm");
    DecodedFile.keep(new Chunks(new float[40_000]), file);
    try (DecodedAudio audio = DecodedFile.open(file)) {
      assertThat(audio.read()).isNotNull();
      cut(file);
      assertThatThrownBy(audio::read).isInstanceOf(SpeechException.class);
    }
  }

  @Test
  void aDiskWithoutRoomIsNotTheRecordingsFault() {
    Path nowhere = folder.resolve("no").resolve("such").resolve("folder");
    assertThatThrownBy(() -> DecodedFile.keep(new Chunks(new float[1]), nowhere))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("no room");
  }

  private static void cut(Path file) throws IOException {
    Files.write(file, new byte[10]);
  }

  /** One chunk of two sides. */
  private static final class Stereo implements DecodedAudio {
    private final Sides sides = new Sides(new float[] {1, 0, 0.5f}, new float[] {0, -0.5f, 0});
    private boolean read;

    @Override
    public OptionalDouble claimedDuration() {
      return OptionalDouble.empty();
    }

    @Override
    public @Nullable Sides sides() {
      return sides;
    }

    @Override
    public @Nullable PcmChunk read() {
      if (read) {
        return null;
      }
      read = true;
      return new PcmChunk(0, sides.mixed());
    }

    @Override
    public void close() {}
  }

  private static final class Chunks implements DecodedAudio {
    private final Iterator<float[]> chunks;
    private long at;

    Chunks(float[]... chunks) {
      this.chunks = List.of(chunks).iterator();
    }

    @Override
    public OptionalDouble claimedDuration() {
      return OptionalDouble.empty();
    }

    @Override
    public @Nullable PcmChunk read() {
      if (!chunks.hasNext()) {
        return null;
      }
      var chunk = new PcmChunk(at, chunks.next());
      at = chunk.endSample();
      return chunk;
    }

    @Override
    public void close() {}
  }
}
