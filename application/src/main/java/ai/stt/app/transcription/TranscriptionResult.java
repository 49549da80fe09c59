package ai.stt.app.transcription;

import ai.stt.speech.transcript.Transcript;

/**
 * A finished transcription.
 *
 * @param model id of the model that did it, which is not the wanted one after a fallback
 * @param transcript what was said
 */
public record TranscriptionResult(String model, Transcript transcript) {}
