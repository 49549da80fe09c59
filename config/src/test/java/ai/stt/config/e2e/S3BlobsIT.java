package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.blob.Blob;
import ai.stt.app.blob.BlobKey;
import ai.stt.app.blob.BlobStore;
import ai.stt.app.blob.BlobStoreContract;
import ai.stt.persistence.blob.S3Blobs;
import ai.stt.persistence.blob.S3Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store of blobs does, and jobs with their recordings in one, on the S3 protocol. */
class S3BlobsIT extends BlobStoreContract {
  private static final int MEBIBYTE = 1 << 20;

  private static S3Server s3;
  private static S3Blobs store;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    s3 = S3Server.start();
    store = new S3Blobs(settings(s3.uri(), S3Server.BUCKET));
  }

  @AfterAll
  static void stop() {
    store.close();
    s3.close();
  }

  @Override
  protected BlobStore store() {
    return store;
  }

  private static S3Settings settings(URI endpoint, String bucket) {
    return new S3Settings(
        endpoint,
        bucket,
        "us-east-1",
        "stt/",
        "id",
        "secret",
        true,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        2);
  }

  @Test
  void aLargeBlobIsSentInPartsAndComesBackAsItWas() throws Exception {
    var key = new BlobKey("large/whole");
    byte[] content = new byte[20 * MEBIBYTE + 7];
    new Random(1).nextBytes(content);

    store.put(key, new ByteArrayInputStream(content), content.length);

    try (Blob blob = store.open(key).orElseThrow()) {
      assertThat(blob.sizeBytes()).isEqualTo(content.length);
      assertThat(blob.content().readAllBytes()).isEqualTo(content);
    }
    assertThat(s3.unfinished()).doesNotContain("large/whole");
    assertThat(s3.list())
        .containsPattern("stt/large/whole</Key>.{0,99}<ETag>[^<]*-3"); // of 3 parts
    try (Blob unread = store.open(key).orElseThrow()) {
      assertThat(unread.content().read()).isEqualTo(content[0] & 0xff);
    }
  }

  @Test
  void aLargeBlobThatBreaksOffLeavesNoPartsAndWhatWasThere() throws Exception {
    var key = new BlobKey("large/broken");
    put(store, key, "before");
    InputStream breaking =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[10 * MEBIBYTE]), InputStream.nullInputStream());

    assertThatThrownBy(() -> store.put(key, breaking, 20 * MEBIBYTE))
        .isInstanceOf(IOException.class);

    assertThat(text(store, key)).isEqualTo("before");
    assertThat(s3.unfinished()).doesNotContain("large/broken");
  }

  @Test
  void aStoreThatIsAwayOrHasNoSuchBucketSaysSoInWords() {
    try (var away = new S3Blobs(settings(URI.create("http://127.0.0.1:1"), "audio"));
        var other = new S3Blobs(settings(s3.uri(), "elsewhere"))) {
      var key = new BlobKey("a");
      assertThatThrownBy(() -> away.open(key))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("http://127.0.0.1:1", "cannot be reached");
      assertThatThrownBy(() -> put(other, key, "x"))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("no bucket 'elsewhere'", "blobs.s3.bucket");
      assertThatThrownBy(() -> other.open(key)).hasMessageContaining("no bucket 'elsewhere'");
    }
  }

  @Test
  void aJobRunsWithItsRecordingInTheStoreAndNothingInTheHome(@TempDir Path folder)
      throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", "key-of-the-operator");
    home.put("STT_S3_ACCESS_KEY", "id");
    home.put("STT_S3_SECRET", "secret");
    Path config = folder.resolve("home/config.yml");
    Files.writeString(config, TestHome.WITHOUT_LIMITS + yaml(s3.uri(), S3Server.BUCKET));
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var operator = new Api(client, server.uri(), "key-of-the-operator");
      assertThat(operator.send("PATCH", "/api/v1/account/", "{\"keep_audio\": true}").status())
          .isEqualTo(200);
      assertThat(operator.transcribe(Shell.SAMPLE)).containsIgnoringCase("ask what you can do");
      assertThat(s3.list()).contains("jobs/recordings/");
      assertThat(folder.resolve("home/recordings")).doesNotExist();
      JsonNode kept = operator.get("/api/v1/transcripts/").json();
      String address = "/api/v1/transcripts/" + kept.at("/results/0/id").asLong() + "/";
      assertThat(operator.send("DELETE", address, "").status()).isEqualTo(204);
      assertThat(s3.list()).doesNotContain("jobs/recordings/");
    }
    Shell.Result well = Shell.run(home, Shell.STT, "doctor");
    assertThat(well.out()).containsPattern("ok +recordings +written and read in .*bucket=audio");
    Files.writeString(config, TestHome.WITHOUT_LIMITS + yaml(s3.uri(), "elsewhere"));
    Shell.Result ill = Shell.run(home, Shell.STT, "doctor");
    assertThat(ill.code()).isEqualTo(4);
    assertThat(ill.out()).containsPattern("missing +recordings .* no bucket 'elsewhere'");
  }

  private static String yaml(URI endpoint, String bucket) {
    return "blobs: {s3: {endpoint: '%s', bucket: %s, prefix: jobs/}}\n".formatted(endpoint, bucket);
  }
}
