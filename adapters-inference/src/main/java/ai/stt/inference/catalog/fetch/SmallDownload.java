package ai.stt.inference.catalog.fetch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Brings something small into memory: a catalog, a signature. */
public final class SmallDownload {
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;

  private final Duration within;

  /** A download that takes no longer than this in all. */
  public SmallDownload(Duration within) {
    this.within = within;
  }

  /**
   * The bytes at an address.
   *
   * @throws FileNotFoundException when the server has no such file
   * @throws IOException when it cannot be had in time or is larger than {@code mostBytes}; the
   *     message is a clause about the server
   */
  public byte[] get(URI uri, int mostBytes) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(within)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    try {
      var reading = new FutureTask<>(() -> read(client, uri, mostBytes));
      Thread.ofVirtual().name("small-download").start(reading);
      return await(reading, uri);
    } finally {
      client.shutdownNow();
    }
  }

  private byte[] await(Future<byte[]> reading, URI uri) throws IOException, InterruptedException {
    try {
      return reading.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(uri.getHost() + " does not answer", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FileNotFoundException absent) {
        throw absent;
      }
      if (e.getCause() instanceof Refused refused) {
        throw refused;
      }
      throw new IOException(uri.getHost() + " cannot be reached", e);
    } finally {
      reading.cancel(true);
    }
  }

  private static byte[] read(HttpClient client, URI uri, int mostBytes)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("User-Agent", "stt").build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() == NOT_FOUND) {
        throw new FileNotFoundException(uri.getHost() + " has no file " + uri.getPath());
      }
      if (response.statusCode() != OK) {
        throw new Refused(uri.getHost() + " answers with the error " + response.statusCode());
      }
      byte[] bytes = body.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw new Refused(uri.getHost() + " sent more than " + mostBytes + " bytes");
      }
      return bytes;
    }
  }

  /** What the server did, in words. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
