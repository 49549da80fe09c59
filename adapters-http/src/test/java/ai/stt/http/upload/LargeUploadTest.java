package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload is never held in memory. */
final class LargeUploadTest {
  /** Size of the upload in MB; a larger one can be asked for by hand. */
  private static final int MEGABYTES = Integer.getInteger("upload.mb", 150);

  /** Heap of the server in MB. */
  private static final int HEAP_MEGABYTES = Integer.getInteger("upload.heap", 48);

  @TempDir private Path folder;

  @Test
  void aFileMuchLargerThanTheHeapIsReceived() throws Exception {
    Path log = folder.resolve("server.log");
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapServer.class.getName(),
                folder.toString())
            .redirectError(log.toFile())
            .start();
    try (BufferedReader out = server.inputReader()) {
      String port = String.valueOf(out.readLine());
      assertThat(port).as(Files.readString(log)).startsWith("port ");
      HttpResponse<String> response = upload(Integer.parseInt(port.substring(5)));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.body()).contains("a large one");
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static HttpResponse<String> upload(int port) throws Exception {
    HttpRequest request =
        new Form()
            .post(URI.create("http://127.0.0.1:" + port + "/v1/transcribe"))
            .timeout(Duration.ofMinutes(5))
            .POST(BodyPublishers.ofInputStream(LargeUploadTest::body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static InputStream body() {
    String form =
        new String(
            new Form()
                .field("model", "base")
                .file("file", "large.wav", "say:a large one" + " ".repeat(64))
                .bytes(),
            StandardCharsets.UTF_8);
    int cut = form.lastIndexOf("\r\n--");
    byte[] megabyte = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    List<InputStream> middle =
        Collections.nCopies(MEGABYTES, megabyte).stream()
            .<InputStream>map(ByteArrayInputStream::new)
            .toList();
    return new SequenceInputStream(
        stream(form.substring(0, cut)),
        new SequenceInputStream(
            new SequenceInputStream(Collections.enumeration(middle)), stream(form.substring(cut))));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
