package ai.stt.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.speech.audio.PcmChunk;
import org.junit.jupiter.api.Test;

final class VoiceGateTest {
  private final VoiceGate gate = new VoiceGate(3L * PcmChunk.FRAME_SAMPLES);

  @Test
  void oneFrameOfVoiceIsAClickAndTwoAreAPhrase() {
    hear(0.9f, 0.1f, 0.9f);
    assertThat(gate.isOpen()).isFalse();
    hear(0.5f);
    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void whatWouldNotBeginAPhraseStillCarriesIt() {
    hear(0.4f, 0.4f, 0.4f);
    assertThat(gate.isOpen()).isFalse();
    hear(0.9f, 0.9f);
    hear(0.4f, 0.36f, 0.4f, 0.4f, 0.4f);
    assertThat(gate.quietFrames()).isZero();
    assertThat(gate.isOver()).isFalse();
  }

  @Test
  void aPauseEndsItAndAnyVoiceInIsNoPause() {
    hear(0.9f, 0.9f, 0.1f, 0.1f, 0.4f, 0.1f, 0.1f);
    assertThat(gate.isOver()).isFalse();
    hear(0.34f);
    assertThat(gate.isOver()).isTrue();
    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void closedItOpensAsAtTheBeginning() {
    hear(0.9f, 0.9f);
    gate.close();
    assertThat(gate.isOpen()).isFalse();
    hear(0.9f);
    assertThat(gate.isOpen()).isFalse();
    hear(0.9f);
    assertThat(gate.isOpen()).isTrue();
    assertThat(gate.isOver()).isFalse();
  }

  private void hear(float... probabilities) {
    for (float probability : probabilities) {
      gate.add(probability);
    }
  }
}
