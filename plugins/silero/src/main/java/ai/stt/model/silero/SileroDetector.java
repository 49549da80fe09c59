package ai.stt.model.silero;

import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;

/** A loaded Silero model. Thread-safe: each stream has a state of its own. */
final class SileroDetector implements VoiceActivityDetector {
  private final OnnxSession session;

  SileroDetector(OnnxSession session) {
    this.session = session;
  }

  @Override
  public VoiceActivityStream open() {
    return new SileroStream(session);
  }

  @Override
  public void close() {
    session.close();
  }
}
