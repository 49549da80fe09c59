package ai.stt.config.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that speaks the S3 protocol, with a bucket in it, on a free port of this machine. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "audio";

  private static final Pattern READY = Pattern.compile("Running on http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI uri;

  private S3Server(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  static S3Server start() throws IOException, InterruptedException {
    Path packages = Packages.python(Shell.ROOT.resolve("config/src/test/s3/requirements.txt"));
    var builder = new ProcessBuilder("python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0");
    builder.environment().put("PYTHONPATH", packages.toString());
    builder.environment().put("PYTHONUNBUFFERED", "1");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    try {
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      var server = new S3Server(process, URI.create("http://127.0.0.1:" + port(lines)));
      Thread.ofVirtual().start(() -> lines.lines().forEach(line -> {}));
      server.send("PUT", "/" + BUCKET);
      return server;
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String port(BufferedReader lines) throws IOException {
    var log = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      log.append(line).append('\n');
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return ready.group(1);
      }
    }
    throw new AssertionError("the S3 server did not start:\n" + log);
  }

  URI uri() {
    return uri;
  }

  /** What lies in the bucket, as XML. */
  String list() throws IOException, InterruptedException {
    return send("GET", "/" + BUCKET + "?list-type=2");
  }

  /** What was begun in parts and is not whole, as XML. */
  String unfinished() throws IOException, InterruptedException {
    return send("GET", "/" + BUCKET + "?uploads");
  }

  private String send(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve(path)).method(method, BodyPublishers.noBody()).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    process.onExit().join();
  }
}
