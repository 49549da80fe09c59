package ai.stt.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelSource;
import ai.stt.plugin.Capability;
import ai.stt.speech.model.Speed;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonCatalogTest {
  private final List<CatalogEntry> entries = new JsonCatalog().entries();

  @Test
  void theBestModelsComeFirst() {
    assertThat(entries.stream().map(CatalogEntry::id))
        .startsWith("large-v3-turbo", "large-v3", "medium", "small", "base", "tiny")
        .contains("base-q5_1", "base.en")
        .doesNotHaveDuplicates();
  }

  @Test
  void everyEntryCanBeVerifiedAndHasASource() {
    assertThat(entries)
        .allSatisfy(
            entry -> {
              assertThat(entry.sha256()).matches("[0-9a-f]{64}");
              assertThat(entry.sizeBytes()).isGreaterThan(100_000);
              assertThat(entry.licence().matches("MIT|Apache-2.0") || entry.licenceNotice() != null)
                  .as("%s is free, or what its licence asks for is said", entry.id())
                  .isTrue();
              assertThat(entry.sources()).isNotEmpty();
            });
    assertThat(entries.stream().map(CatalogEntry::sha256)).doesNotHaveDuplicates();
  }

  @Test
  void whisperComesFromItsOwnHubFirst() {
    assertThat(entries)
        .filteredOn(entry -> entry.family().equals("whisper"))
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              assertThat(entry.sizeBytes()).isGreaterThan(30_000_000);
              assertThat(entry.capability()).isEqualTo(Capability.TRANSCRIPTION.id());
              assertThat(entry.sources().getFirst()).isInstanceOf(ModelSource.Url.class);
            });
  }

  @Test
  void enhancersAreToBeHad() {
    assertThat(entries)
        .filteredOn(entry -> entry.capability().equals(Capability.ENHANCEMENT.id()))
        .extracting(CatalogEntry::id)
        .containsExactly("deepfilternet3", "gtcrn");
  }

  @Test
  void languageModelsAreToBeHad() {
    assertThat(entries)
        .filteredOn(entry -> entry.capability().equals(Capability.TEXT_GENERATION.id()))
        .extracting(CatalogEntry::id)
        .containsExactly(
            "qwen2.5-7b-instruct",
            "qwen2.5-3b-instruct",
            "qwen2.5-1.5b-instruct",
            "qwen2.5-0.5b-instruct",
            "smollm2-135m-instruct");
    assertThat(entry("qwen2.5-3b-instruct").licenceNotice()).contains("no commercial use");
  }

  @Test
  void whatDiarizationAndVoiceActivityNeedIsThere() {
    assertThat(entry("silero-vad-16k").capability()).isEqualTo(Capability.VOICE_ACTIVITY.id());
    assertThat(entry("segmentation-3.0").family()).isEqualTo("pyannote-segmentation");
    assertThat(entry("campplus-zh-en").family()).isEqualTo("campplus");
  }

  @Test
  void modelsKnowTheLanguagesOfTheirVocabulary() {
    assertThat(entry("base").descriptor().languages()).hasSize(99).startsWith("en", "zh");
    assertThat(entry("large-v3-turbo").descriptor().languages()).hasSize(100).endsWith("yue");
    assertThat(entry("base.en-q8_0").descriptor().languages()).containsExactly("en");
  }

  @Test
  void speedsAndNamesAreThoseOfTheReference() {
    assertThat(entry("large-v3-turbo").descriptor().name()).isEqualTo("Whisper Large V3 Turbo");
    assertThat(entry("large-v3-turbo").descriptor().speed()).isEqualTo(Speed.FAST);
    assertThat(entry("large-v3").descriptor().speed()).isEqualTo(Speed.STANDARD);
    assertThat(entry("medium").descriptor().speed()).isEqualTo(Speed.FAST);
    assertThat(entry("tiny").descriptor().speed()).isEqualTo(Speed.VERY_FAST);
  }

  @Test
  void baseHasAPackageToFallBackOn() {
    assertThat(entry("base").sources())
        .hasSize(2)
        .element(1)
        .isInstanceOf(ModelSource.Packages.class);
  }

  private CatalogEntry entry(String id) {
    return entries.stream().filter(entry -> entry.id().equals(id)).findFirst().orElseThrow();
  }
}
