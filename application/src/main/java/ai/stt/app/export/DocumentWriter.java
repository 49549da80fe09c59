package ai.stt.app.export;

import ai.stt.speech.transcript.Transcript;
import java.io.IOException;
import java.io.OutputStream;

/** Makes a document of a transcript that people read and print. Thread-safe. */
public interface DocumentWriter {
  /**
   * Writes the whole document; does not close {@code out}.
   *
   * @param title of the document, for people
   * @param speakers whether speakers are named
   * @throws IOException when {@code out} fails
   */
  void write(String title, Transcript transcript, boolean speakers, OutputStream out)
      throws IOException;
}
