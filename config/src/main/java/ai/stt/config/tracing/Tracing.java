package ai.stt.config.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry as its usual variables configure it. Without an address to send traces to ({@code
 * OTEL_EXPORTER_OTLP_ENDPOINT}, {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}) or a named exporter
 * ({@code OTEL_TRACES_EXPORTER}) nothing is made, kept or sent. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "stt",
          "otel.traces.exporter", "otlp",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.exporter.otlp.protocol", "http/protobuf");

  private final OpenTelemetry api;
  private final @Nullable OpenTelemetrySdk sdk;

  private Tracing(OpenTelemetry api, @Nullable OpenTelemetrySdk sdk) {
    this.api = api;
    this.sdk = sdk;
  }

  /** As these variables of the environment say. */
  public static Tracing of(Map<String, String> environment) {
    if (!wanted(environment)) {
      return new Tracing(OpenTelemetry.noop(), null);
    }
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !value.isBlank()) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesCustomizer(config -> properties)
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk();
    return new Tracing(sdk, sdk);
  }

  private static boolean wanted(Map<String, String> environment) {
    String exporter = environment.getOrDefault("OTEL_TRACES_EXPORTER", "");
    boolean off =
        exporter.equals("none")
            || environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true");
    boolean somewhere =
        !environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "").isBlank()
            || !environment.getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "").isBlank()
            || !exporter.isBlank();
    return somewhere && !off;
  }

  /** Whether anything is traced. */
  public boolean on() {
    return sdk != null;
  }

  /** Takes what others sent along, such as {@code traceparent}. */
  OpenTelemetry api() {
    return api;
  }

  Tracer tracer() {
    return api.getTracer("ai.stt");
  }

  /** Sends what has not been sent yet. Idempotent. */
  @Override
  public void close() {
    if (sdk != null) {
      sdk.close();
    }
  }
}
