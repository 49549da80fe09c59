package ai.stt.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.SpeechException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class Pcm16Test {
  private final Pcm16 pcm = new Pcm16();

  @Test
  void samplesAreSignedAndLittleEndian() {
    ByteBuffer bytes =
        ByteBuffer.wrap(new byte[] {0, 0, 0, (byte) 0x80, (byte) 0xFF, 0x7F, -1, -1});
    assertThat(pcm.samples(bytes, true)).containsExactly(0f, -1f, 32767 / 32768f, -1 / 32768f);
    assertThat(pcm.endMessage()).isFalse();
  }

  @Test
  void aSampleMayBeCutByTheParts() {
    assertThat(pcm.samples(ByteBuffer.wrap(new byte[] {0}), false)).isEmpty();
    assertThat(pcm.samples(ByteBuffer.wrap(new byte[] {0x40, 0, 0x20}), false))
        .containsExactly(0.5f, 0.25f);
    assertThat(pcm.samples(ByteBuffer.allocate(0), true)).isEmpty();
    assertThat(pcm.endMessage()).isFalse();
    assertThat(pcm.samples(ByteBuffer.allocate(0), true)).isEmpty();
    assertThat(pcm.endMessage()).isTrue();
  }

  @Test
  void aMessageThatEndsInsideOfASampleIsRefused() {
    pcm.samples(ByteBuffer.allocate(2), false);
    assertThatThrownBy(() -> pcm.samples(ByteBuffer.allocate(1), true))
        .isInstanceOf(SpeechException.class);
  }
}
