package ai.stt.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.FakeTranscriber;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChooseModelTest {
  private static final FakeTranscriber ANY = new FakeTranscriber(Duration.ZERO);

  private final FakeModels models =
      new FakeModels()
          .installable("turbo", "en", "fr")
          .live("small", ANY, "en", "fr")
          .live("base", ANY, "en", "fr")
          .live("base.en", ANY, "en");

  private final ChooseModel choose = new ChooseModel(models, models);

  @Test
  void theWantedModelServesWhenItIsLive() {
    assertThat(chosen("base", "fr", true)).isEqualTo("base");
  }

  @Test
  void aKnownModelThatIsNotInstalledFallsBackToTheBestInstalled() {
    assertThat(chosen("turbo", null, true)).isEqualTo("small");
  }

  @Test
  void withoutFallbackItsAbsenceNamesTheCommandThatInstallsIt() {
    assertThatThrownBy(() -> chosen("turbo", null, false))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining("stt models pull turbo");
  }

  @Test
  void anUnknownModelIsABadRequestThatListsTheLiveOnes() {
    assertThatThrownBy(() -> chosen("no\nsuch<b>", null, true))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessage("model: there is no model 'no?such?b?'; live models: small, base, base.en");
  }

  @Test
  void aModelOfOneLanguageNeverServesAnother() {
    assertThatThrownBy(() -> chosen("base.en", "fr", true)).hasMessageContaining("language");

    var englishOnly = new FakeModels().installable("turbo", "en", "fr").live("base.en", ANY, "en");
    var chooser = new ChooseModel(englishOnly, englishOnly);
    assertThat(chooser.choose("transcription", "turbo", "en", true).descriptor().id())
        .isEqualTo("base.en");
    assertThatThrownBy(() -> chooser.choose("transcription", "turbo", null, true))
        .hasMessageContaining("not installed")
        .hasMessageContaining("name the language: the live models (base.en)");
  }

  private String chosen(String wanted, @Nullable String language, boolean fallback) {
    return choose.choose("transcription", wanted, language, fallback).descriptor().id();
  }
}
