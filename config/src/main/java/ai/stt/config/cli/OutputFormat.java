package ai.stt.config.cli;

import ai.stt.app.export.TranscriptFormat;
import ai.stt.app.transcription.TranscriptionResult;
import ai.stt.http.transcription.TranscriptionAnswer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;

/** The forms of a transcript on the command line, named as a user types them. */
enum OutputFormat {
  txt,
  srt,
  vtt,
  json;

  String render(TranscriptionResult result) {
    return switch (this) {
      case txt -> TranscriptFormat.TXT.render(result.transcript());
      case srt -> TranscriptFormat.SRT.render(result.transcript());
      case vtt -> TranscriptFormat.VTT.render(result.transcript());
      case json -> json(TranscriptionAnswer.of(result, false, List.of()));
    };
  }

  private static String json(TranscriptionAnswer answer) {
    try {
      return new JsonMapper().writeValueAsString(answer) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
