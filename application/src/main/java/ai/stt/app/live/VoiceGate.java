package ai.stt.app.live;

import ai.stt.speech.audio.PcmChunk;

/**
 * Whether somebody speaks, with hysteresis: a voice opens it, only frames clearly without one count
 * as quiet, and one blip does not. One thread.
 */
final class VoiceGate {
  private static final float VOICE = 0.5f;
  private static final float QUIET = 0.35f;

  /** Voiced frames that open the gate: a click has one. */
  private static final int FRAMES_TO_OPEN = 2;

  private final int framesToClose;
  private boolean open;
  private int voiced;
  private int quiet;

  /** Closes after so many samples of quiet. */
  VoiceGate(long endpointingSamples) {
    framesToClose = (int) Math.max(1, endpointingSamples / PcmChunk.FRAME_SAMPLES);
  }

  /** Hears of the next frame. */
  void add(float probability) {
    voiced = probability >= VOICE ? voiced + 1 : 0;
    quiet = probability < QUIET ? quiet + 1 : 0;
    if (!open && voiced >= FRAMES_TO_OPEN) {
      open = true;
    }
  }

  /** Whether a phrase goes on, its closing pause included. */
  boolean isOpen() {
    return open;
  }

  /** Whether the pause ends the phrase; the gate stays open until it is closed. */
  boolean isOver() {
    return open && quiet >= framesToClose;
  }

  /** Frames since the last voice. */
  int quietFrames() {
    return quiet;
  }

  void close() {
    open = false;
    voiced = 0;
    quiet = 0;
  }
}
