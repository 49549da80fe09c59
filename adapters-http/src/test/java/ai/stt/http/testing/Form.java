package ai.stt.http.testing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** A multipart body, part by part. */
public final class Form {
  /** The boundary of every form. */
  public static final String BOUNDARY = "----boundary7MA4YWxk";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** A form with one file that is heard as these words. */
  public static Form saying(String words) {
    return new Form().file("file", "speech.wav", "say:" + words);
  }

  /** Adds a field. */
  public Form field(String name, String value) {
    return part("name=\"" + name + "\"", value);
  }

  /** Adds a file. */
  public Form file(String name, String fileName, String content) {
    return part("name=\"" + name + "\"; filename=\"" + fileName + "\"", content);
  }

  /** Adds a part with its disposition as given. */
  public Form part(String disposition, String content) {
    write("--%s\r\nContent-Disposition: form-data; %s\r\n\r\n".formatted(BOUNDARY, disposition));
    write(content);
    write("\r\n");
    return this;
  }

  /** The whole body. */
  public byte[] bytes() {
    return (body.toString(StandardCharsets.UTF_8) + "--" + BOUNDARY + "--\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A request that posts the form. */
  public HttpRequest.Builder post(URI uri) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes()));
  }

  private void write(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
