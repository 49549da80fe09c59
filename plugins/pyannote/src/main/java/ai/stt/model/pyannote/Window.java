package ai.stt.model.pyannote;

/**
 * Who is heard in one window, frame by frame, as the segmentation tells: up to three voices, two at
 * once. A voice's number means nothing outside of its window.
 *
 * @param firstFrame of the window, counted from the start of the recording
 * @param voices bit v of frame f is set when voice v speaks; only frames inside the recording
 */
@SuppressWarnings("ArrayRecordComponent") // compact plain data; equality is never asked for
record Window(int firstFrame, byte[] voices) {
  /** Samples between two frames (the strides of the network: 10 * 3 * 3 * 3). */
  static final int FRAME_SAMPLES = 270;

  /** Samples that a frame sees. */
  static final int FIELD_SAMPLES = 991;

  /** Voices that the segmentation tells apart in a window. */
  static final int VOICES = 3;

  int frames() {
    return voices.length;
  }

  boolean speaks(int frame, int voice) {
    return (voices[frame] >> voice & 1) != 0;
  }

  /** Whether the voice speaks and no other. */
  boolean alone(int frame, int voice) {
    return voices[frame] == 1 << voice;
  }

  int count(int frame) {
    return Integer.bitCount(voices[frame]);
  }

  /**
   * When a frame, counted from the start of the recording, begins: half a step before its middle.
   */
  static double seconds(int frame) {
    return (frame * (double) FRAME_SAMPLES + (FIELD_SAMPLES - FRAME_SAMPLES) / 2.0) / 16_000;
  }
}
