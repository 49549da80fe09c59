package ai.stt.plugin.voiceactivity;

import ai.stt.plugin.Model;

/** Tells speech from everything else. Several recordings may be open at once. */
public interface VoiceActivityDetector extends Model {
  /** Starts on a recording or a live stream. */
  VoiceActivityStream open();
}
