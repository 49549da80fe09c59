package ai.stt.platform.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TranscriptHeadTest {
  @ParameterizedTest
  @CsvSource({
    "talk.mp3, talk.mp3",
    "../../etc/talk.mp3, talk.mp3",
    "C:\\calls\\talk.mp3, talk.mp3",
    "'a\tb\nc', a b c",
    "Mai\u0096Juni.wav, Mai Juni.wav"
  })
  void aFilesNameMakesATitleThatIsAllowed(String fileName, String title) {
    assertThat(TranscriptHead.titleOf(fileName)).isEqualTo(title);
    assertThat(TranscriptHead.checkTitle(TranscriptHead.titleOf(fileName))).isEqualTo(title);
  }
}
