package ai.stt.config.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad files, crowds, giants, stops and kills, against the real server with real parts. */
class HardTimesIT {
  @TempDir private Path folder = Path.of("");
  private Map<String, String> home = Map.of();

  @BeforeEach
  void freshHome() throws IOException, InterruptedException {
    home = TestHome.in(Files.createDirectory(folder.resolve("home")));
  }

  @Test
  void everyBadFileIsA400ThatSaysWhyNothingStaysAndTheServerIsWell() throws Exception {
    byte[] flac = Files.readAllBytes(Shell.SAMPLE);
    Map<String, byte[]> files = new HashMap<>();
    files.put("empty.wav", new byte[0]);
    files.put("talk.mp3", "this is text, and a name does not make it sound".getBytes(UTF_8));
    files.put("playlist.m3u8", "#EXTM3U\nhttp://127.0.0.1:9/a.ts\n".getBytes(UTF_8));
    files.put("header-only.wav", wavHeader(1_000_000));
    files.put("torn.flac", Arrays.copyOf(flac, 60));
    byte[] movie = SilentMovie.mp4();
    files.put("no-sound.mp4", movie);
    files.put("torn.mp4", Arrays.copyOf(movie, movie.length / 2));
    Map<String, String> reasons =
        Map.of("no-sound.mp4", "has no audio track", "torn.mp4", "index (moov) is missing");
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var upload = new Upload(client, server.uri());
      for (var file : files.entrySet()) {
        HttpResponse<String> answer =
            upload.send(BodyPublishers.ofByteArray(file.getValue()), file.getKey()).join();
        assertThat(answer.statusCode()).as(file.getKey() + answer.body()).isEqualTo(400);
        assertThat(Upload.json(answer).get("error").asText())
            .as(file.getKey())
            .hasSizeGreaterThan(20)
            .contains(reasons.getOrDefault(file.getKey(), ""));
        assertThat(Upload.json(answer).get("request_id").asText()).isNotBlank();
      }
      assertWell(upload);
      assertNoUploadsLeft();
    }
  }

  @Test
  void silenceInKilobytesIsEmptyTextAndMoreHoursOfItThanTheLimitAreRefused() throws Exception {
    byte[] half = SilentFlac.ofMinutes(30);
    byte[] tooMany = SilentFlac.ofMinutes(12 * 60);
    assertThat(tooMany).hasSizeLessThan(200_000);
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var upload = new Upload(client, server.uri());
      HttpResponse<String> silent = upload.send(BodyPublishers.ofByteArray(half), "s.flac").join();
      assertThat(silent.statusCode()).as(silent.body()).isEqualTo(200);
      assertThat(Upload.json(silent).get("text").asText()).isEmpty();
      assertThat(Upload.json(silent).get("segments")).isEmpty();
      assertThat(Upload.json(silent).get("duration").asDouble()).isEqualTo(1800);

      HttpResponse<String> bomb = upload.send(BodyPublishers.ofByteArray(tooMany), "s.flac").join();
      assertThat(bomb.statusCode()).as(bomb.body()).isEqualTo(400);
      assertThat(Upload.json(bomb).get("error").asText())
          .contains("longer than 10 hours", "cut it into shorter files");
      assertWell(upload);
      assertNoUploadsLeft();
    }
  }

  @Test
  void ofTwoHundredRequestsAtOnceEachIsServedOrTurnedAwayWithATimeToWait() throws Exception {
    Path strict =
        Files.writeString(
            folder.resolve("small.yml"), TestHome.WITHOUT_LIMITS + "device:\n  queue: 3\n");
    try (var server = ServerProcess.start(home, "--config", strict.toString());
        var client = HttpClient.newHttpClient()) {
      var upload = new Upload(client, server.uri());
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(upload.send(BodyPublishers.ofFile(Shell.SAMPLE), "jfk.flac"));
      }
      int served = 0;
      for (var each : all) {
        HttpResponse<String> answer = each.get(120, TimeUnit.SECONDS);
        if (answer.statusCode() == 200) {
          served++;
        } else {
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
          assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
          assertThat(Upload.json(answer).get("error").asText()).contains("try again");
        }
      }
      assertThat(served).isBetween(4, 199);
      assertWell(upload);
      assertNoUploadsLeft();
    }
  }

  @Test
  void twoGigabytesPassThroughAHeapOf256Megabytes() throws Exception {
    Map<String, String> small = new HashMap<>(home);
    small.put("STT_JAVA_OPTIONS", "-Xmx256m");
    long size = 2_000_000_000L;
    try (var server = ServerProcess.start(small);
        var client = HttpClient.newHttpClient()) {
      var upload = new Upload(client, server.uri());
      var answer =
          upload.send(BodyPublishers.ofInputStream(() -> new Zeros(size)), "big.wav").join();

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertWell(upload);
      assertNoUploadsLeft();
    }
  }

  @Test
  void aStopLetsRunningWorkFinish() throws Exception {
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var upload = new Upload(client, server.uri());
      assertWell(upload);
      var running = upload.send(BodyPublishers.ofFile(Shell.SAMPLE), "jfk.flac");
      awaitUpload();
      List<ProcessHandle> children = server.handle().descendants().toList();
      assertThat(children).isNotEmpty(); // a dead process has none, so they are asked for before

      server.terminate();

      assertThat(running.join().statusCode()).as(running.join().body()).isEqualTo(200);
      assertThat(server.awaitEnd(60)).isTrue();
      for (ProcessHandle child : children) {
        child.onExit().get(10, TimeUnit.SECONDS);
      }
    }
    assertNoUploadsLeft();
  }

  @Test
  void afterAKillNothingIsLeftBehindAndTheNextStartIsWell() throws Exception {
    List<ProcessHandle> children;
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var upload = new Upload(client, server.uri());
      assertWell(upload);
      var running = upload.send(BodyPublishers.ofFile(Shell.SAMPLE), "jfk.flac");
      awaitUpload();
      children = server.handle().descendants().toList();
      assertThat(children).isNotEmpty();
      server.kill();
      assertThat(running).failsWithin(Duration.ofSeconds(10));
    }
    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      assertWell(new Upload(client, server.uri()));
      assertNoUploadsLeft();
    }
  }

  private static void assertWell(Upload upload) throws IOException {
    HttpResponse<String> answer = upload.send(Shell.SAMPLE);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Upload.json(answer).get("text").asText()).containsIgnoringCase("country");
  }

  private void assertNoUploadsLeft() throws IOException, InterruptedException {
    for (int i = 0; i < 50 && !Uploads.of(folder.resolve("home")).isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertThat(Uploads.of(folder.resolve("home"))).isEmpty();
  }

  private void awaitUpload() throws IOException, InterruptedException {
    while (Uploads.of(folder.resolve("home")).isEmpty()) {
      Thread.sleep(10);
    }
    Thread.sleep(300);
  }

  private static byte[] wavHeader(int dataBytes) {
    var header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt(36 + dataBytes).put(ascii("WAVEfmt ")).putInt(16);
    header.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
    header.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(dataBytes);
    return header.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(UTF_8);
  }

  /** A file of zeros that is never in memory. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      Arrays.fill(bytes, offset, offset + count, (byte) 0);
      left -= count;
      return count;
    }
  }
}
