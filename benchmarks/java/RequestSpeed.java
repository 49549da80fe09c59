import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Requests over kept connections. Argument: the address of a server. Reads a line each: method, path,
 * wanted status, keys (each for one request in turn, separated by commas; - for none), requests of
 * each key, connections; answers requests in a second, and for each key the milliseconds of p50 and
 * p99.
 */
final class RequestSpeed {
  /** With fewer the first path is measured while the server still compiles what all have in common. */
  private static final int WARM = 2000;

  private RequestSpeed() {}

  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] wish = line.split("\t", -1);
        HttpRequest[] requests =
            Arrays.stream(wish[3].split(","))
                .map(key -> request(args[0] + wish[1], wish[0], key))
                .toArray(HttpRequest[]::new);
        int status = Integer.parseInt(wish[2]);
        int connections = Integer.parseInt(wish[5]);
        run(client, requests, status, WARM, connections);
        System.out.println(
            run(client, requests, status, Integer.parseInt(wish[4]), connections));
      }
    }
  }

  private static HttpRequest request(String address, String method, String key) {
    var request = HttpRequest.newBuilder(URI.create(address)).method(method, BodyPublishers.noBody());
    request.header("Tus-Resumable", "1.0.0");
    return (key.equals("-") ? request : request.header("Authorization", "Bearer " + key)).build();
  }

  private static String run(
      HttpClient client, HttpRequest[] requests, int status, int count, int connections)
      throws Exception {
    long[][] nanos = new long[requests.length][count * connections];
    long started = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int c = 0; c < connections; c++) {
        int first = c * count;
        tasks.add(
            () -> {
              for (int i = 0; i < count; i++) {
                for (int r = 0; r < requests.length; r++) {
                  nanos[r][first + i] = once(client, requests[r], status);
                }
              }
              return null;
            });
      }
      for (var done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    var line = new StringBuilder("%.0f".formatted(count * connections * requests.length / seconds));
    for (long[] taken : nanos) {
      Arrays.sort(taken);
      line.append("\t%.3f\t%.3f".formatted(at(taken, 0.5), at(taken, 0.99)));
    }
    return line.toString();
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))] / 1e6;
  }

  private static long once(HttpClient client, HttpRequest request, int status) throws Exception {
    long started = System.nanoTime();
    var answer = client.send(request, BodyHandlers.ofByteArray());
    long taken = System.nanoTime() - started;
    if (answer.statusCode() != status) {
      throw new IllegalStateException(
          "%d: %s".formatted(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
    }
    return taken;
  }
}
