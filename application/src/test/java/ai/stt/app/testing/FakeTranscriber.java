package ai.stt.app.testing;

import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.time.Duration;
import java.util.List;

/** Hears "hello world" in every recording, after a while. */
public final class FakeTranscriber implements Transcriber {
  private final Duration work;

  /** A transcriber that takes {@code work} for any recording. */
  public FakeTranscriber(Duration work) {
    this.work = work;
  }

  @Override
  public Transcript transcribe(
      PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
      throws InterruptedException {
    long samples = 0;
    for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
      samples = chunk.endSample();
    }
    long end = System.nanoTime() + work.toNanos();
    do {
      if (listener.isCanceled()) {
        throw new SpeechException(ErrorCode.CANCELED, "canceled");
      }
      Thread.sleep(Math.clamp((end - System.nanoTime()) / 1_000_000, 0, 5));
    } while (System.nanoTime() < end);
    double duration = PcmChunk.seconds(samples);
    listener.onProgress(duration);
    var words =
        List.of(
            new Word("Hello", 0, duration / 2, 0.9, null),
            new Word("world.", duration / 2, duration, 0.8, null));
    var segment = new Segment(0, duration, "Hello world.", 0.85, words, null);
    listener.onSegment(segment);
    String language = options.language() == null ? "en" : options.language();
    return new Transcript(
        language, options.language() == null ? 0.97 : 1, duration, List.of(segment));
  }

  @Override
  public void close() {}
}
