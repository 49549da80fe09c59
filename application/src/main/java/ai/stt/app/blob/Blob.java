package ai.stt.app.blob;

import java.io.IOException;
import java.io.InputStream;

/**
 * An opened blob; whoever opened it closes it. One thread.
 *
 * @param sizeBytes of all of it
 * @param content from its start
 */
public record Blob(long sizeBytes, InputStream content) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    content.close();
  }
}
