package ai.stt.app.outbound;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An outside world of a few files and no network. Thread-safe. */
public final class FakeOutbound implements OutboundHttp {
  private final Map<URI, byte[]> files = new ConcurrentHashMap<>();

  /** Puts a file at an address. */
  public FakeOutbound file(String uri, byte[] content) {
    files.put(URI.create(uri), content);
    return this;
  }

  @Override
  public long download(URI uri, long maxBytes, OutputStream target) throws IOException {
    check(uri);
    byte[] content = files.get(uri);
    if (content == null) {
      throw new SpeechException(ErrorCode.DEPENDENCY_FAILED, "the server cannot be reached");
    }
    if (content.length > maxBytes) {
      throw new SpeechException(ErrorCode.TOO_LARGE, "the file is too large");
    }
    target.write(content);
    return content.length;
  }

  @Override
  public int post(URI uri, Map<String, String> headers, byte[] json) {
    throw new UnsupportedOperationException("nobody listens in this world");
  }

  @Override
  public void check(URI uri) {
    if (!"https".equals(uri.getScheme())) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "only https here");
    }
  }

  @Override
  public void checkNow(URI uri) {
    check(uri);
  }
}
