package ai.stt.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpSettingsTest {
  @Test
  void theDefaultsAreThoseOfTheReference() {
    var settings = HttpSettings.defaults(Path.of("uploads"), "1");
    assertThat(settings.maxUploadBytes()).isEqualTo(2_147_483_648L);
    assertThat(settings.corsOrigins()).containsExactly("*");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1024, 10, PT1S, PT1S, *, 1, max_upload_bytes",
    "1, 100, 10, PT1S, PT1S, *, 1, max_field_bytes",
    "1, 1024, 0, PT1S, PT1S, *, 1, max_transcriptions",
    "1, 1024, 10, PT0S, PT1S, *, 1, client_check",
    "1, 1024, 10, PT2M, PT1S, *, 1, client_check",
    "1, 1024, 10, PT1S, PT-1S, *, 1, drain",
    "1, 1024, 10, PT1S, PT1S, example.org, 1, cors_origins",
    "1, 1024, 10, PT1S, PT1S, https://a.example/path, 1, cors_origins",
    "1, 1024, 10, PT1S, PT1S, *, ' ', version",
  })
  void aValueThatCannotBeIsNamed(
      long upload,
      int field,
      int transcriptions,
      Duration check,
      Duration drain,
      String origin,
      String version,
      String name) {
    assertThatThrownBy(
            () ->
                new HttpSettings(
                    Path.of("x"),
                    upload,
                    Duration.ofDays(1),
                    field,
                    transcriptions,
                    check,
                    drain,
                    List.of(origin),
                    version))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http." + name);
  }
}
