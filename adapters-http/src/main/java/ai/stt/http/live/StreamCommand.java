package ai.stt.http.live;

import ai.stt.app.live.LiveOptions;
import ai.stt.http.request.JsonBody;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A text message of a client. */
sealed interface StreamCommand {
  /** What is wanted of the stream. */
  record Configure(LiveOptions options) implements StreamCommand {}

  /** A stream of the same account goes on whose connection broke. */
  record Resume(String sessionId) implements StreamCommand {}

  /** The end: the rest is told, then the connection is closed. */
  record Stop() implements StreamCommand {}

  /** What was said so far is final; the stream goes on. */
  record Finalize() implements StreamCommand {}

  /** The client is there though nobody speaks. */
  record KeepAlive() implements StreamCommand {}

  /**
   * Another language from here on.
   *
   * @param code ISO 639, or null to find it out again
   */
  record ChangeLanguage(@Nullable String code) implements StreamCommand {}

  /**
   * Reads a message.
   *
   * @param configured whether the stream has begun, so that a language without an action changes it
   * @throws SpeechException {@code INVALID_REQUEST}
   */
  static StreamCommand read(String text, boolean configured) {
    JsonBody body = body(text);
    Optional<String> action = body.optionalText("action").or(() -> body.optionalText("type"));
    if (action.isPresent()) {
      return switch (action.get()) {
        case "stop", "CloseStream" -> new Stop();
        case "finalize", "Finalize" -> new Finalize();
        case "keep_alive", "KeepAlive" -> new KeepAlive();
        case "language" -> new ChangeLanguage(LiveOptions.languageCode(body.text("language")));
        default ->
            throw new SpeechException(
                ErrorCode.INVALID_REQUEST,
                "action: known are stop, finalize, keep_alive and language");
      };
    }
    if (configured) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "the stream has begun and takes no other config; send audio or an action: stop, finalize,"
              + " keep_alive or language");
    }
    Optional<String> resume = body.optionalText("resume");
    if (resume.isPresent()) {
      return new Resume(resume.get());
    }
    OptionalInt millis = body.whole("endpointing", 0, 60_000);
    return new Configure(
        new LiveOptions(
            body.optionalText("model").filter(name -> !name.isBlank()).orElse(null),
            LiveOptions.languageCode(body.optionalText("language").orElse(null)),
            body.optionalText("prompt").orElse(null),
            body.flag("interim").orElse(true),
            millis.isPresent() ? Duration.ofMillis(millis.getAsInt()) : null,
            body.flag("diarize").orElse(false),
            body.optionalText("denoise").filter(name -> !name.isBlank()).orElse(null)));
  }

  private static JsonBody body(String text) {
    try {
      return JsonBody.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
          "action",
          "type",
          "model",
          "language",
          "prompt",
          "interim",
          "diarize",
          "denoise",
          "resume",
          "endpointing");
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
  }
}
