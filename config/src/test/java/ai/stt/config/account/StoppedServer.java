package ai.stt.config.account;

import ai.stt.app.blob.Blob;
import ai.stt.app.blob.BlobKey;
import ai.stt.app.blob.BlobStore;
import ai.stt.app.job.JobSettings;
import ai.stt.app.job.Recordings;
import ai.stt.app.job.Submission;
import ai.stt.app.outbound.OutboundSettings;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.app.testing.ScriptedSpeech;
import ai.stt.app.transcripts.TranscriptFilter;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.webhook.DeliverWebhooks;
import ai.stt.app.webhook.ShareWebhookSecret;
import ai.stt.outbound.GuardedHttp;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.blob.FolderBlobs;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.platform.job.JobOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The main program of a server that takes one order and works on it, until a named step: there it
 * says so and stands still, to be killed. Arguments: database URL, user, password, folder, webhook,
 * account, the step, the order's Idempotency-Key, and what it does with it once it is paid ({@link
 * Then}).
 */
final class StoppedServer implements AutoCloseable {
  /** A dead server's job is taken over after a second. */
  static final JobSettings SETTINGS =
      new JobSettings(
          1,
          10,
          2,
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          Duration.ofSeconds(30));

  private static final Duration WEBHOOK_LEASE = Duration.ofSeconds(1);

  /** What the client does once the credits of its order are held. */
  enum Then {
    WAIT,
    CANCEL,
    DELETE
  }

  final Platform platform;
  final JobPlatform jobs;
  final DeliverWebhooks webhooks;
  private final GuardedHttp outbound;

  /** A server that does not work yet. */
  StoppedServer(UnitOfWork work, BlobStore blobs, Path folder, Clock clock) throws IOException {
    OutboundSettings usual = OutboundSettings.DEFAULT;
    outbound =
        new GuardedHttp(
            new OutboundSettings(
                List.of("127.0.0.1"),
                usual.connectTimeout(),
                usual.silence(),
                usual.downloadTimeout(),
                usual.postTimeout(),
                usual.redirects()));
    platform = new Platform(work, clock);
    jobs =
        JobPlatform.scripted(
            platform,
            new Recordings(blobs, folder.resolve("scratch"), clock),
            new ScriptedSpeech(),
            outbound,
            SETTINGS,
            clock);
    webhooks =
        new DeliverWebhooks(
            work, new ShareWebhookSecret(work, clock), outbound, WEBHOOK_LEASE, clock);
  }

  static BlobStore blobs(Path folder) throws IOException {
    return new FolderBlobs(folder.resolve("blobs"));
  }

  /** The order that the client sends, and after the kill sends again. */
  void order(long account, Path folder, String webhook, String key) {
    var options = new JobOptions("base", null, null, false, 0);
    jobs.submit.submit(
        new Submission(
            account,
            Platform.SMALL,
            "talk",
            options,
            folder.resolve(key + ".wav"),
            URI.create(webhook),
            key));
  }

  /** Wants the only order no more, as soon as its credits are held. */
  void endOrder(long account, Then how) throws InterruptedException {
    while (platform.credits.summary(account, Platform.SMALL).reserved() == 0) {
      Thread.sleep(5); // a query each
    }
    var all = jobs.read.list(account, TranscriptFilter.ALL, PageRequest.FIRST).results();
    var ref = new TranscriptRef.ById(all.getFirst().id());
    if (how == Then.CANCEL) {
      jobs.cancel.cancel(account, ref);
    } else {
      jobs.delete.delete(account, ref);
    }
  }

  void start() {
    jobs.workers.start();
    webhooks.start(Duration.ofMillis(50));
  }

  @Override
  public void close() {
    jobs.close();
    webhooks.close();
    try {
      outbound.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stands still once a recording is stored, and around its deletion. */
  private record StoppingBlobs(BlobStore blobs, Steps steps) implements BlobStore {
    @Override
    public void put(BlobKey key, InputStream content, long sizeBytes) throws IOException {
      blobs.put(key, content, sizeBytes);
      steps.reached("after the recording is stored");
    }

    @Override
    public Optional<Blob> open(BlobKey key) throws IOException {
      return blobs.open(key);
    }

    @Override
    public void delete(BlobKey key) throws IOException {
      steps.reached("before the recording is deleted");
      blobs.delete(key);
      steps.reached("after the recording is deleted");
    }

    @Override
    public void deleteBelow(BlobKey folder) throws IOException {
      blobs.deleteBelow(folder);
    }
  }

  public static void main(String[] arguments) throws Exception {
    var settings =
        new DatabaseSettings(arguments[0], arguments[1], arguments[2], 6, Duration.ofSeconds(5));
    Path folder = Path.of(arguments[3]);
    var steps = new Steps(arguments[6]);
    try (var database = new Database(settings);
        var server =
            new StoppedServer(
                new StoppingWork(PlatformStores.on(database), steps),
                new StoppingBlobs(blobs(folder), steps),
                folder,
                Clock.systemUTC())) {
      long account = Long.parseLong(arguments[5]);
      server.order(account, folder, arguments[4], arguments[7]);
      server.start();
      Then then = Then.valueOf(arguments[8]);
      if (then != Then.WAIT) {
        server.endOrder(account, then);
      }
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
