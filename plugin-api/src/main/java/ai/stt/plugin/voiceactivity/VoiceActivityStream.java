package ai.stt.plugin.voiceactivity;

/**
 * One recording's memory of what came before, frame by frame of {@link
 * ai.stt.speech.audio.PcmChunk#FRAME_SAMPLES} samples. One thread at a time.
 */
public interface VoiceActivityStream extends AutoCloseable {
  /**
   * Hears the next samples of the recording.
   *
   * @param samples mono, 16 kHz; whole frames, except at the end of the recording
   * @return the probability of speech, 0..1, in each frame
   */
  float[] feed(float[] samples);

  /** Forgets the recording. Idempotent. */
  @Override
  void close();
}
