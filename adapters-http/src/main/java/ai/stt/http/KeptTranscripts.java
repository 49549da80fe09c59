package ai.stt.http;

import ai.stt.app.export.ExportTranscript;
import ai.stt.app.job.AwaitJob;
import ai.stt.app.job.CancelJob;
import ai.stt.app.job.DeleteTranscript;
import ai.stt.app.job.KeepAudio;
import ai.stt.app.job.SubmitJob;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.app.transcripts.EditTranscript;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.http.access.Callers;
import ai.stt.http.transcript.AudioResource;
import ai.stt.http.transcript.EventsResource;
import ai.stt.http.transcript.ExportResource;
import ai.stt.http.transcript.SegmentsResource;
import ai.stt.http.transcript.TranscriptListResource;
import ai.stt.http.transcript.TranscriptResource;
import ai.stt.http.transcription.KeptTranscription;
import java.util.List;

/** The use cases behind the transcripts that accounts keep. */
public record KeptTranscripts(
    SubmitJob submit,
    AwaitJob await,
    CancelJob cancel,
    DeleteTranscript delete,
    ReadTranscripts read,
    EditTranscript edit,
    ExportTranscript export,
    KeepAudio audio) {
  KeptTranscription transcription(TranscriptionSettings transcription, HttpSettings http) {
    return new KeptTranscription(submit, await, cancel, read, transcription, http);
  }

  List<Object> resources(Callers callers) {
    return List.of(
        new TranscriptListResource(read, callers),
        new TranscriptResource(read, edit, delete, cancel, callers),
        new SegmentsResource(read, edit, callers),
        new ExportResource(read, export, callers),
        new AudioResource(audio, callers),
        new EventsResource(read, await, callers));
  }
}
