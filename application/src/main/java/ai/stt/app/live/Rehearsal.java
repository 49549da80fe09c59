package ai.stt.app.live;

import ai.stt.plugin.speaker.SpeakerEmbedder;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.audio.PcmChunk;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** First uses of models, on noise, so that nobody waits for them in the middle of a phrase. */
final class Rehearsal {
  private static final int SECONDS = 4;
  private static final int LOOKS = 2;

  /** A long phrase, for which a model may need other memory than for a short one. */
  private static final int LONG_SECONDS = 10;

  private Rehearsal() {}

  /**
   * How many seconds a look at a phrase takes: the shortest, as others warm up or are disturbed.
   */
  static double look(Transcriber transcriber, LongSupplier nanos) throws InterruptedException {
    look(transcriber, LONG_SECONDS);
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      long began = nanos.getAsLong();
      look(transcriber, SECONDS);
      shortest = Math.min(shortest, nanos.getAsLong() - began);
    }
    return shortest / 1e9;
  }

  /** Has the other models of a stream hear something, which is nothing to them later. */
  static void warm(@Nullable VoiceActivityDetector detector, @Nullable SpeakerEmbedder embedder) {
    if (detector != null) {
      try (VoiceActivityStream voice = detector.open()) {
        voice.feed(new float[PcmChunk.FRAME_SAMPLES]);
      }
    }
    if (embedder != null) {
      embedder.embed(noise(1));
    }
  }

  private static void look(Transcriber transcriber, int seconds) throws InterruptedException {
    var window = new SpeechWindow(seconds * PcmChunk.SAMPLE_RATE_HZ / PcmChunk.FRAME_SAMPLES);
    float[] noise = noise(seconds);
    for (int at = 0; !window.isFull(); at += PcmChunk.FRAME_SAMPLES) {
      window.add(Arrays.copyOfRange(noise, at, at + PcmChunk.FRAME_SAMPLES), 1);
    }
    var options = new TranscriptionOptions(null, null, 1, true);
    transcriber.transcribe(window.source(), options, TranscriptionListener.NONE);
  }

  private static float[] noise(int seconds) {
    var random = new Random(1);
    var noise = new float[seconds * PcmChunk.SAMPLE_RATE_HZ];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = 0.05f * (float) random.nextGaussian();
    }
    return noise;
  }
}
