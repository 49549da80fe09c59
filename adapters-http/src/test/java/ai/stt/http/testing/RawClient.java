package ai.stt.http.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which a test says exactly which bytes it likes, HTTP or not. One thread. */
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /**
   * An answer.
   *
   * @param headers by lower-case name; of a repeated one the last
   */
  public record Answer(int status, Map<String, String> headers, String body) {}

  /** Connects. */
  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends text as it is. */
  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE);
  }

  /** Sends at most so many of the bytes. */
  public RawClient send(byte[] bytes, int atMost) throws IOException {
    socket.getOutputStream().write(bytes, 0, Math.min(atMost, bytes.length));
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends the head of a form's request with a Content-Length. */
  public RawClient head(long contentLength, String... moreHeaders) throws IOException {
    return send(
        "POST /v1/transcribe HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=%s\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(
                Form.BOUNDARY,
                contentLength,
                moreHeaders.length == 0 ? "" : String.join("\r\n", moreHeaders) + "\r\n"));
  }

  /** Closes the sending side only. */
  public void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes as a client does that no longer wants the answer. */
  public void hangUp() throws IOException {
    socket.close();
  }

  /** Closes with a reset, as a killed program's system does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads one answer. */
  public Answer read() throws IOException {
    String statusLine = line();
    var headers = new TreeMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(Integer.parseInt(statusLine.split(" ", -1)[1]), headers, body);
  }

  /** Whether the server has closed the connection. */
  public boolean isClosedByServer() throws IOException {
    return in.read() < 0;
  }

  /** Reads all that comes until the server closes. */
  public String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
