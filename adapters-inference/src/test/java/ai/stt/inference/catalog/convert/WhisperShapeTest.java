package ai.stt.inference.catalog.convert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WhisperShapeTest {
  @Test
  void knownShapesHaveTheirNames() {
    assertThat(shape(51_865, 4, 4, 80, 1).modelId()).isEqualTo("tiny");
    assertThat(shape(51_864, 6, 6, 80, 1).modelId()).isEqualTo("base.en");
    assertThat(shape(51_865, 12, 12, 80, 2009).modelId()).isEqualTo("small-q5_1");
    assertThat(shape(51_864, 24, 24, 80, 2008).modelId()).isEqualTo("medium.en-q5_0");
    assertThat(shape(51_865, 32, 32, 80, 0).modelId()).isEqualTo("large-v2");
    assertThat(shape(51_866, 32, 32, 128, 1).modelId()).isEqualTo("large-v3");
    assertThat(shape(51_866, 32, 4, 128, 2007).modelId()).isEqualTo("large-v3-turbo-q8_0");
    assertThat(shape(51_866, 32, 2, 128, 1).modelId()).isEqualTo("distil-large-v3");
    assertThat(shape(51_865, 5, 5, 80, 1).modelId()).isEqualTo("whisper-5x64");
  }

  @Test
  void theVocabularyTellsTheLanguages() {
    assertThat(shape(51_864, 6, 6, 80, 1).languages()).isEqualTo(1);
    assertThat(shape(51_865, 6, 6, 80, 1).languages()).isEqualTo(99);
    assertThat(shape(51_866, 32, 32, 128, 1).languages()).isEqualTo(100);
  }

  private static WhisperShape shape(int vocabulary, int audio, int text, int mels, int type) {
    return new WhisperShape(vocabulary, 1500, 64, 1, audio, 448, 64, 1, text, mels, type);
  }
}
