package ai.stt.model.whisper;

import ai.stt.plugin.transcription.LiveTranscriberContract;
import ai.stt.plugin.transcription.Transcriber;
import java.util.Random;

/** With an engine that hears several windows at once. */
class LiveWhisperTest extends LiveTranscriberContract {
  @Override
  protected Transcriber load() {
    return new WhisperTranscriber("fake", new FakeWhisper(4, 2, "en", "de"));
  }

  @Override
  protected float[] speech() {
    var random = new Random(2);
    float[] samples = new float[8 * FakeWhisper.SECOND];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (random.nextGaussian() * 0.05);
    }
    return samples;
  }

  @Override
  protected String language() {
    return "en";
  }
}
