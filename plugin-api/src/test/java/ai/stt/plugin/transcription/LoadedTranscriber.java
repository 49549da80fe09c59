package ai.stt.plugin.transcription;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A transcriber for the time of a test. */
public abstract class LoadedTranscriber {
  Transcriber transcriber;

  LoadedTranscriber() {}

  /** Loads the model; it is closed after the test. */
  protected abstract Transcriber load() throws Exception;

  /** Three to twelve seconds of speech, mono, 16 kHz. */
  protected abstract float[] speech();

  /** The code of the language of {@link #speech()}. */
  protected abstract String language();

  @BeforeEach
  final void loadModel() throws Exception {
    transcriber = load();
  }

  @AfterEach
  final void closeModel() {
    transcriber.close();
    transcriber.close(); // twice is once
  }
}
