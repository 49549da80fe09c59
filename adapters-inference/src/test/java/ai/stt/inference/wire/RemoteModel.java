package ai.stt.inference.wire;

import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A transcriber behind a {@link Connection}, which does what a test says. */
final class RemoteModel {
  static final TranscriptionOptions OPTIONS = new TranscriptionOptions("en", null, 1);

  private RemoteModel() {}

  /** What a transcriber does here. */
  @FunctionalInterface
  interface Hears {
    Transcript hear(PcmSource audio, TranscriptionListener listener) throws InterruptedException;
  }

  static Pair of(Path folder, Hears hears) {
    return Pair.of(
        folder,
        Transcriber.class,
        new Transcriber() {
          @Override
          public Transcript transcribe(
              PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
              throws InterruptedException {
            return hears.hear(audio, listener);
          }

          @Override
          public void close() {}
        });
  }

  static Transcript said(String text) {
    return new Transcript("en", 1, 1, List.of(new Segment(0, 1, text, 1, List.of(), null)));
  }

  /** A sound of so many samples, cut in half. */
  static PcmSource sound(int samples) {
    var at = new AtomicInteger();
    return new PcmSource() {
      @Override
      public @Nullable PcmChunk read() {
        int start = at.getAndAdd(samples / 2);
        if (start >= samples) {
          return null;
        }
        float[] values = new float[samples / 2];
        for (int i = 0; i < values.length; i++) {
          values[i] = start + i;
        }
        return new PcmChunk(start, values);
      }

      @Override
      public void close() {}
    };
  }

  static Transcript ask(Transcriber model) throws InterruptedException {
    return model.transcribe(sound(2), OPTIONS, TranscriptionListener.NONE);
  }

  static String sum(PcmSource audio) throws InterruptedException {
    double sum = 0;
    for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
      for (float sample : chunk.samples()) {
        sum += sample;
      }
    }
    return "" + sum;
  }
}
