package ai.stt.model.silero;

import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.audio.PcmChunk;
import java.util.Arrays;
import java.util.Map;

/**
 * One recording. The model hears each frame of 512 samples behind the last 64 samples before it,
 * and hands a recurrent state [2, 1, 128] from frame to frame (silero-vad 6.2, utils_vad.py).
 */
final class SileroStream implements VoiceActivityStream {
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;
  private static final int CONTEXT = 64;
  private static final OnnxTensor RATE = OnnxTensor.of(new long[] {PcmChunk.SAMPLE_RATE_HZ});

  private final OnnxSession session;
  private OnnxTensor state = OnnxTensor.of(new float[2 * 128], 2, 1, 128);
  private float[] context = new float[CONTEXT];
  private boolean ended;
  private boolean closed;

  SileroStream(OnnxSession session) {
    this.session = session;
  }

  @Override
  public float[] feed(float[] samples) {
    if (closed) {
      throw new IllegalStateException("the stream is closed");
    }
    if (ended && samples.length > 0) {
      throw new IllegalStateException("the recording ended with a frame that was cut short");
    }
    ended = samples.length % FRAME != 0;
    float[] probabilities = new float[Math.ceilDiv(samples.length, FRAME)];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = frame(samples, i * FRAME);
    }
    return probabilities;
  }

  /** The last frame of a recording is filled up with silence. */
  private float frame(float[] samples, int from) {
    float[] heard = Arrays.copyOf(context, CONTEXT + FRAME);
    System.arraycopy(samples, from, heard, CONTEXT, Math.min(FRAME, samples.length - from));
    context = Arrays.copyOfRange(heard, FRAME, FRAME + CONTEXT);
    OnnxOutputs outputs =
        session.run(
            Map.of("input", OnnxTensor.of(heard, 1, heard.length), "state", state, "sr", RATE));
    state = outputs.get("stateN");
    return Math.clamp(outputs.floats("output")[0], 0f, 1f);
  }

  @Override
  public void close() {
    closed = true;
  }
}
