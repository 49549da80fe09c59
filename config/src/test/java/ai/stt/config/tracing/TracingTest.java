package ai.stt.config.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TracingTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @Test
  void nothingIsTracedUntilSomebodyNamesACollector() {
    assertThat(on(Map.of())).isFalse();
    assertThat(on(Map.of(ENDPOINT, ""))).isFalse();
    assertThat(on(Map.of("OTEL_SERVICE_NAME", "ours"))).isFalse();
    assertThat(on(Map.of(ENDPOINT, "http://localhost:9"))).isTrue();
    assertThat(on(Map.of(ENDPOINT, "http://localhost:9", "OTEL_SDK_DISABLED", "true"))).isFalse();
    assertThat(on(Map.of(ENDPOINT, "http://localhost:9", "OTEL_TRACES_EXPORTER", "none")))
        .isFalse();
  }

  @Test
  void workOutsideOfATraceIsLeftAsItIs() {
    Runnable work = () -> {};
    try (Tracing off = Tracing.of(Map.of())) {
      assertThat(new WorkSpans(off).carried(work)).isSameAs(work);
      assertThat(new WorkSpans(off).along(work)).isSameAs(work);
    }
    try (Tracing on = Tracing.of(Map.of(ENDPOINT, "http://localhost:9"))) {
      assertThat(new WorkSpans(on).carried(work)).isSameAs(work);
      assertThat(new WorkSpans(on).along(work)).isSameAs(work);
    }
  }

  @Test
  void theNameOfASpanHoldsNoNameOfATranscriptOrModel() {
    assertThat(RequestSpans.room("/v1/transcribe")).isEqualTo("/v1/transcribe");
    assertThat(RequestSpans.room("/v1/transcribe/")).isEqualTo("/v1/transcribe");
    assertThat(RequestSpans.room("/api/v1/transcripts/aBcDeFgHiJ/export/srt/"))
        .isEqualTo("/api/v1/transcripts/*");
    assertThat(RequestSpans.room("/api/v1/transcripts/")).isEqualTo("/api/v1/transcripts");
    assertThat(RequestSpans.room("/v1/uploads/0123456789abcdef")).isEqualTo("/v1/uploads/*");
    assertThat(RequestSpans.room("/admin/models/base/load")).isEqualTo("/admin/models/*");
    assertThat(RequestSpans.room("/health")).isEqualTo("/health");
  }

  private static boolean on(Map<String, String> environment) {
    try (Tracing tracing = Tracing.of(environment)) {
      return tracing.on();
    }
  }
}
