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
 * many frames a run, and hands a recurrent state from frame to frame (silero-vad 6.2, {@code
 * silero_vad_16k_sequence.onnx}: input [frames, 576], h and c [1, 1, 128]).
 */
final class SileroStream implements VoiceActivityStream {
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;
  private static final int CONTEXT = 64;

  /** More are no faster, and take more memory. */
  private static final int FRAMES_A_RUN = 64;

  private final OnnxSession session;
  private OnnxTensor hidden = OnnxTensor.of(new float[128], 1, 1, 128);
  private OnnxTensor cell = OnnxTensor.of(new float[128], 1, 1, 128);
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
    for (int first = 0; first < probabilities.length; first += FRAMES_A_RUN) {
      int frames = Math.min(FRAMES_A_RUN, probabilities.length - first);
      System.arraycopy(hear(samples, first * FRAME, frames), 0, probabilities, first, frames);
    }
    return probabilities;
  }

  /** The last frame of a recording is filled up with silence. */
  private float[] hear(float[] samples, int from, int frames) {
    float[] heard = new float[frames * (CONTEXT + FRAME)];
    for (int frame = 0; frame < frames; frame++) {
      int start = frame * (CONTEXT + FRAME);
      int at = from + frame * FRAME;
      System.arraycopy(context, 0, heard, start, CONTEXT);
      System.arraycopy(samples, at, heard, start + CONTEXT, Math.min(FRAME, samples.length - at));
      context = Arrays.copyOfRange(heard, start + FRAME, start + FRAME + CONTEXT);
    }
    OnnxOutputs outputs =
        session.run(
            Map.of("input", OnnxTensor.of(heard, frames, CONTEXT + FRAME), "h", hidden, "c", cell));
    hidden = outputs.get("hn");
    cell = outputs.get("cn");
    float[] probabilities = outputs.floats("speech_probs");
    for (int frame = 0; frame < frames; frame++) {
      probabilities[frame] = Math.clamp(probabilities[frame], 0f, 1f);
    }
    return probabilities;
  }

  @Override
  public void close() {
    closed = true;
  }
}
