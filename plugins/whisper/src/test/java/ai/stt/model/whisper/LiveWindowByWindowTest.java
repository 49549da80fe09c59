package ai.stt.model.whisper;

import ai.stt.plugin.transcription.Transcriber;

/** With an engine that hears one window after the other. */
final class LiveWindowByWindowTest extends LiveWhisperTest {
  @Override
  protected Transcriber load() {
    return new WhisperTranscriber("fake", new FakeWhisper(1, 2, "en", "de"));
  }
}
