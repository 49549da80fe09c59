package ai.stt.app.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every file that a transcript can become. */
public enum ExportFormat {
  TXT(TranscriptFormat.TXT.mediaType()),
  SRT(TranscriptFormat.SRT.mediaType()),
  VTT(TranscriptFormat.VTT.mediaType()),
  CSV(TranscriptFormat.CSV.mediaType()),
  DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
  PDF("application/pdf");

  private final String mediaType;

  ExportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type, without a charset; text is to be sent as UTF-8. */
  public String mediaType() {
    return mediaType;
  }

  /** What the file's name ends with, and the name of the format in the API. */
  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of that name, whatever its case; empty when there is none. */
  public static Optional<ExportFormat> find(String name) {
    return Arrays.stream(values()).filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The names, for people. */
  public static String allowed() {
    return Arrays.stream(values()).map(ExportFormat::extension).collect(Collectors.joining(", "));
  }
}
