package ai.stt.inference.plugin;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.trust.SignatureFile;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Fetches a plugin zip, and its signature when the server has one, from an address. */
public final class PluginDownload {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration STALLED = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofMinutes(30);
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;

  private PluginDownload() {}

  /**
   * Fetches a zip to a file, and {@code URI.sig} to the file beside it.
   *
   * @param reach what this machine may ask for
   * @param uri http or https
   * @throws SpeechException {@code INVALID_REQUEST} for another kind of address or a file that is
   *     too large for a plugin, {@code DEPENDENCY_FAILED} when it cannot be had, stops coming or
   *     takes more than half an hour, or nothing is downloaded here
   */
  public static void fetch(Reach reach, URI uri, Path to, FetchListener listener)
      throws IOException, InterruptedException {
    fetch(reach, uri, to, listener, STALLED);
  }

  /** The same with another time without a byte after which it is given up. */
  static void fetch(Reach reach, URI uri, Path to, FetchListener listener, Duration stalledAfter)
      throws IOException, InterruptedException {
    if (!"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "a plugin comes from a file or an http(s) address");
    }
    reach.requireOnline();
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(ANSWER)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try {
      if (!get(client, uri, to, PluginArchive.MAX_ZIP_BYTES, listener, stalledAfter)) {
        throw failed(uri, "has no such file");
      }
      URI signature = URI.create(uri + SignatureFile.SUFFIX);
      Path beside = SignatureFile.beside(to);
      get(client, signature, beside, SignatureFile.MAX_BYTES, listener, stalledAfter);
    } finally {
      client.shutdownNow();
    }
  }

  private static boolean get(
      HttpClient client,
      URI uri,
      Path to,
      long mostBytes,
      FetchListener listener,
      Duration stalledAfter)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("User-Agent", "stt").timeout(ANSWER).build();
    HttpResponse<InputStream> response;
    try {
      response = client.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw failed(uri, "cannot be reached");
    }
    try (InputStream in = response.body()) {
      if (response.statusCode() == NOT_FOUND) {
        return false;
      }
      if (response.statusCode() != OK) {
        throw failed(uri, "answers with the error " + response.statusCode());
      }
      long total = response.headers().firstValueAsLong("Content-Length").orElse(0);
      try (var watch = new BodyWatch(in, stalledAfter, MOST)) {
        try (OutputStream out = Files.newOutputStream(to)) {
          copy(in, out, mostBytes, total, listener, watch);
        } catch (IOException e) {
          if (watch.gaveUp()) {
            throw failed(uri, "stopped sending");
          }
          throw e;
        }
      }
      return true;
    }
  }

  private static void copy(
      InputStream in,
      OutputStream out,
      long mostBytes,
      long total,
      FetchListener listener,
      BodyWatch watch)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long done = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      watch.arrived();
      done += n;
      if (done > mostBytes) {
        throw new SpeechException(
            ErrorCode.INVALID_REQUEST,
            "the file is larger than the %d bytes that it may have".formatted(mostBytes));
      }
      out.write(buffer, 0, n);
      listener.progress(Stage.DOWNLOADING, done, Math.max(done, total));
    }
  }

  private static SpeechException failed(URI uri, String what) {
    return new SpeechException(ErrorCode.DEPENDENCY_FAILED, uri.getHost() + " " + what);
  }
}
