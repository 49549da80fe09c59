package ai.stt.http.transcription;

import ai.stt.app.export.TranscriptFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code response_format} asks for. */
enum ResponseFormat {
  JSON(null),
  VERBOSE_JSON(null),
  TXT(TranscriptFormat.TXT),
  SRT(TranscriptFormat.SRT),
  VTT(TranscriptFormat.VTT);

  /** The allowed values, for people. */
  static final String ALLOWED = "json, verbose_json, txt, text, srt, vtt";

  private final @Nullable TranscriptFormat text;

  ResponseFormat(@Nullable TranscriptFormat text) {
    this.text = text;
  }

  /** The format of the body when it is not JSON. */
  Optional<TranscriptFormat> text() {
    return Optional.ofNullable(text);
  }

  /** The format of that name, empty when there is none. */
  static Optional<ResponseFormat> find(String name) {
    return switch (name) {
      case "json" -> Optional.of(JSON);
      case "verbose_json" -> Optional.of(VERBOSE_JSON);
      case "txt", "text" -> Optional.of(TXT);
      case "srt" -> Optional.of(SRT);
      case "vtt" -> Optional.of(VTT);
      default -> Optional.empty();
    };
  }
}
