package ai.stt.inference.media.child;

import ai.stt.inference.media.wire.Format;
import java.io.IOException;
import java.nio.file.Path;

/** The work that the child does for each request. */
interface FileDecoding {
  /**
   * Decodes a whole file, or until the answer was stopped.
   *
   * @return damaged packets that were skipped
   * @throws Refusal when the file cannot be decoded
   * @throws IOException when the file cannot be read
   */
  int decode(Path file, Format format, Answer answer) throws Refusal, IOException;
}
