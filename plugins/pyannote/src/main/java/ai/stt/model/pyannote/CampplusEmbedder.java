package ai.stt.model.pyannote;

import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.speaker.SpeakerEmbedder;

/** CAM++ alone. Thread-safe. */
final class CampplusEmbedder implements SpeakerEmbedder {
  /** Of 16-bit samples, what is quieter than the last bit of the loudest is silence. */
  private static final float SILENCE = 1 / 32768f;

  private final OnnxSession session;

  CampplusEmbedder(OnnxSession session) {
    this.session = session;
  }

  @Override
  public float[] embed(float[] samples) {
    for (float sample : samples) {
      if (Math.abs(sample) > SILENCE) {
        return new VoicePrints(session).print(samples, 0, samples.length);
      }
    }
    return new float[0]; // the model gives silence a voice
  }

  @Override
  public void close() {
    session.close();
  }
}
