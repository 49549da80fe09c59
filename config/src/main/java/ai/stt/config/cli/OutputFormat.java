package ai.stt.config.cli;

import ai.stt.app.export.TranscriptFormat;
import ai.stt.app.transcription.TranscriptionResult;
import ai.stt.http.transcription.TranscriptionAnswer;

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
      case json -> TranscriptionAnswer.of(result).toJson() + "\n";
    };
  }
}
