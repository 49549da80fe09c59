package ai.stt.http.testing;

import ai.stt.app.blob.InMemoryBlobs;
import ai.stt.app.enhancement.ChargeEnhancement;
import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.enhancement.EnhancementSettings;
import ai.stt.app.export.ExportTranscript;
import ai.stt.app.job.Recordings;
import ai.stt.app.live.ChargeStream;
import ai.stt.app.live.KeepStream;
import ai.stt.app.live.StreamSpeech;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.testing.FakeAnalyst;
import ai.stt.app.testing.FakeEmbedder;
import ai.stt.app.testing.FakeEnhancer;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.http.HttpApi;
import ai.stt.http.HttpSettings;
import ai.stt.http.KeptTranscripts;
import ai.stt.http.access.Callers;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.live.LiveStreams;
import ai.stt.plugin.Capability;
import ai.stt.speech.transcript.Transcript;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A server as users run it, but for the recognition; on a free loopback port. */
public final class TestServer implements AutoCloseable {
  private final CompletableFuture<Server> server = new CompletableFuture<>();
  private final ServedRoutes routes = new ServedRoutes();
  private final FakeSpeech speech = new FakeSpeech();
  private final FakeSounds sounds = new FakeSounds();
  private final FakeEmbedder embedder = new FakeEmbedder();
  private final FakeModels models;
  private final WorkQueue queue;
  private final HttpSettings settings;
  private final FakeAccounts accounts;
  private final InMemoryBlobs blobs = new InMemoryBlobs();
  private final JobPlatform jobs;
  private final FakeTexts texts;

  TestServer(ServerOptions options) throws Exception {
    Path uploads = options.folder.resolve("uploads");
    models = options.models;
    accounts = options.accounts;
    if (models.entries().isEmpty()) {
      models
          .live("base", speech, "en", "de", "fr")
          .live("tiny.en", speech, "en")
          .live(Capability.ENHANCEMENT, "clean", new FakeEnhancer(48_000))
          .live(Capability.EMBEDDING, "all-minilm-l6-v2", embedder, "en")
          .live(Capability.TEXT_ANALYSIS, "extractive", new FakeAnalyst(), "en")
          .installable(Capability.ENHANCEMENT, "deepfilternet3")
          .installable("large-v3-turbo", "en", "de", "fr");
    }
    queue = new WorkQueue(options.concurrency, options.capacity, Duration.ofSeconds(1));
    settings =
        new HttpSettings(
            uploads,
            options.maxUploadBytes,
            Duration.ofDays(1),
            1024,
            options.maxTranscriptions,
            Duration.ofMillis(20),
            options.drain,
            options.corsOrigins,
            "1.2.3");
    var choose = new ChooseModel(models, models);
    texts = new FakeTexts(accounts, models, choose, options);
    var media = new TranscribeMedia(choose, models, speech, queue, TranscriptionSettings.DEFAULT);
    jobs =
        new JobPlatform(
            accounts.platform,
            new Recordings(blobs, options.folder.resolve("scratch"), Clock.systemUTC()),
            choose,
            speech,
            media,
            TranscriptionSettings.DEFAULT,
            queue,
            options.outbound,
            JobPlatform.QUICK,
            Clock.systemUTC());
    Path yaml = Files.writeString(options.folder.resolve("server.yml"), yaml(options));
    new App(options, media).run("server", yaml.toString());
    jobs.workers.start();
  }

  /** What accounts have. */
  public JobPlatform jobs() {
    return jobs;
  }

  /** The recordings that are kept. */
  public InMemoryBlobs blobs() {
    return blobs;
  }

  /** A key of a new account with ten credits. */
  public String newKey(String email) {
    return accounts.signUp(email, Platform.BUSY).key().secret().reveal();
  }

  private static void document(
      String title, Transcript transcript, boolean speakers, OutputStream out) throws IOException {
    out.write((title + ": " + transcript.text()).getBytes(StandardCharsets.UTF_8));
  }

  private static String yaml(ServerOptions options) {
    return """
    server:
      enableVirtualThreads: %s
      shutdownGracePeriod: 5s
      allowedMethods: [GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE, QUERY]
      applicationConnectors: [{type: http, port: 0, bindHost: 127.0.0.1, idleTimeout: %dms}]
      adminConnectors: []
      requestLog: {appenders: []}
    logging: {level: 'OFF'}
    """
        .formatted(options.virtualThreads, options.idleTimeout.toMillis());
  }

  private final class App extends Application<Configuration> {
    private final ServerOptions options;

    private final TranscribeMedia media;

    private App(ServerOptions options, TranscribeMedia media) {
      this.options = options;
      this.media = media;
    }

    @Override
    public void run(Configuration configuration, Environment environment) throws IOException {
      var transcription = TranscriptionSettings.DEFAULT;
      Callers callers = accounts.callers(options.proxies);
      Doorkeeper doorkeeper = accounts.doorkeeper(callers, options.anonymous);
      environment.lifecycle().addServerLifecycleListener(server::complete);
      new HttpApi(
              media,
              transcription,
              new EnhanceAudio(
                  new ChooseModel(models, models),
                  models,
                  sounds,
                  queue,
                  EnhancementSettings.DEFAULT,
                  settings.uploadFolder()),
              new ChargeEnhancement(
                  accounts.platform.work,
                  accounts.platform.spend,
                  accounts.platform.credits,
                  Clock.systemUTC()), // that of the workers, who forget old requests
              models,
              doorkeeper,
              callers,
              options.outbound,
              new KeptTranscripts(
                  jobs.submit,
                  jobs.await,
                  jobs.cancel,
                  jobs.delete,
                  jobs.read,
                  jobs.edit,
                  new ExportTranscript(TestServer::document, TestServer::document),
                  jobs.audio),
              new LiveStreams.Parts(
                  new StreamSpeech(
                      new ChooseModel(models, models),
                      models,
                      transcription,
                      options.live,
                      accounts.metrics),
                  new ChargeStream(
                      accounts.platform.work, accounts.platform.spend, accounts.platform.credits),
                  new KeepStream(accounts.platform.work, Clock.systemUTC()),
                  options.streamLimits,
                  accounts.metrics),
              Stream.concat(accounts.resources(callers, models).stream(), texts.resources(callers))
                  .toList(),
              settings)
          .register(environment);
      environment.jersey().register(routes);
      if (options.extraResource != null) {
        environment.jersey().register(options.extraResource);
      }
    }

    @Override
    protected void onFatalError(Throwable t) {
      throw new IllegalStateException("the test server did not start", t);
    }
  }

  /** What the fake recognition did. */
  public FakeSpeech speech() {
    return speech;
  }

  /** The accounts. */
  public FakeAccounts accounts() {
    return accounts;
  }

  /** The fake recordings to be enhanced. */
  public FakeSounds sounds() {
    return sounds;
  }

  /** Requests about texts that wait for a place. */
  public int textsWaiting() {
    return texts.waiting();
  }

  /** What makes vectors. */
  public FakeEmbedder embedder() {
    return embedder;
  }

  /** The fake models. */
  public FakeModels models() {
    return models;
  }

  /** Every method and path that Jersey serves, without its own OPTIONS. */
  public Set<String> routes() {
    return routes.served();
  }

  /** The port. */
  public int port() {
    return ((ServerConnector) server.join().getConnectors()[0]).getLocalPort();
  }

  /** The address of a path. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** Uploads that lie on the disk now. */
  public List<Path> uploads() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        settings.uploadFolder(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            if (file.toString().endsWith(".upload")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /** Where uploads are received. */
  public Path uploadFolder() {
    return settings.uploadFolder();
  }

  @Override
  public void close() {
    try {
      server.join().stop();
    } catch (Exception e) {
      throw new IllegalStateException("the test server did not stop", e);
    }
    jobs.close();
    texts.close();
  }
}
