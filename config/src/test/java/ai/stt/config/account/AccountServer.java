package ai.stt.config.account;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.AnonymousSettings;
import ai.stt.app.access.ApiKeys;
import ai.stt.app.access.HeldPlaces;
import ai.stt.app.access.InMemoryCounts;
import ai.stt.app.access.TrustedProxies;
import ai.stt.app.account.AdminAccount;
import ai.stt.app.account.RecogniseCaller;
import ai.stt.app.enhancement.ChargeEnhancement;
import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.enhancement.EnhancementSettings;
import ai.stt.app.export.ExportTranscript;
import ai.stt.app.job.JobSettings;
import ai.stt.app.job.Recordings;
import ai.stt.app.live.ChargeStream;
import ai.stt.app.live.KeepStream;
import ai.stt.app.live.LiveSettings;
import ai.stt.app.live.LiveWatcher;
import ai.stt.app.live.StreamSpeech;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.app.outbound.OutboundSettings;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.storage.WatchStores;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.app.testing.ScriptedSpeech;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.app.webhook.DeliverWebhooks;
import ai.stt.app.webhook.ReadDeliveries;
import ai.stt.app.webhook.ShareWebhookSecret;
import ai.stt.http.HttpApi;
import ai.stt.http.HttpSettings;
import ai.stt.http.KeptTranscripts;
import ai.stt.http.access.Callers;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.health.HealthResource;
import ai.stt.http.live.LiveStreams;
import ai.stt.http.live.StreamLimits;
import ai.stt.http.webhook.WebhooksResource;
import ai.stt.outbound.GuardedHttp;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.blob.FolderBlobs;
import ai.stt.persistence.database.Database;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Everything but the recognition, put together by hand as the wiring does it. */
final class AccountServer implements AutoCloseable {
  final Platform platform;
  final JobPlatform jobs;
  final DeliverWebhooks webhooks;
  private final GuardedHttp outbound;
  private final CompletableFuture<Server> server = new CompletableFuture<>();

  AccountServer(Database database, Path folder) throws Exception {
    this(database, folder, OutboundSettings.DEFAULT);
  }

  AccountServer(Database database, Path folder, OutboundSettings outside) throws Exception {
    Clock clock = Clock.systemUTC();
    platform = new Platform(PlatformStores.on(database), clock);
    outbound = new GuardedHttp(outside);
    var secrets = new ShareWebhookSecret(platform.work, clock);
    webhooks = new DeliverWebhooks(platform.work, secrets, outbound, Duration.ofMinutes(1), clock);
    var speech = new ScriptedSpeech();
    var models = new FakeModels().live("base", speech, "en", "de");
    var choose = new ChooseModel(models, models);
    var transcription = new TranscriptionSettings("base", false, 1);
    var queue = new WorkQueue(2, 10, Duration.ofMillis(300));
    var media = new TranscribeMedia(choose, models, speech, queue, transcription);
    jobs =
        new JobPlatform(
            platform,
            new Recordings(
                new FolderBlobs(folder.resolve("blobs")), folder.resolve("scratch"), clock),
            choose,
            speech,
            media,
            transcription,
            queue,
            outbound,
            JobSettings.DEFAULT,
            clock);
    var export =
        new ExportTranscript(
            (title, transcript, speakers, out) -> out.write(1),
            (title, transcript, speakers, out) -> out.write(1));
    var kept =
        new KeptTranscripts(
            jobs.submit,
            jobs.await,
            jobs.cancel,
            jobs.delete,
            jobs.read,
            jobs.edit,
            export,
            jobs.audio);
    var counts = new InMemoryCounts();
    var limits = new AccountLimits(counts, new HeldPlaces(counts, clock), clock);
    var callers = callers(limits, clock);
    var api =
        new HttpApi(
            media,
            transcription,
            new EnhanceAudio(
                choose,
                models,
                (file, rate, channels) -> {
                  throw new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "file: a script");
                },
                queue,
                EnhancementSettings.DEFAULT,
                folder),
            new ChargeEnhancement(platform.work, platform.spend, platform.credits, clock),
            models,
            new Doorkeeper(
                callers,
                platform.plans,
                limits,
                new AnonymousLimits(AnonymousSettings.OFF, clock),
                platform.accounts::exists),
            callers,
            outbound,
            kept,
            new LiveStreams.Parts(
                new StreamSpeech(
                    choose, models, transcription, LiveSettings.DEFAULT, LiveWatcher.NONE),
                new ChargeStream(platform.work, platform.spend, platform.credits),
                new KeepStream(platform.work, clock),
                StreamLimits.DEFAULT,
                LiveWatcher.NONE),
            List.of(
                new HealthResource(models, "test", new WatchStores(() -> {}), new DeviceHealth()),
                new WebhooksResource(callers, secrets, new ReadDeliveries(platform.work))),
            HttpSettings.defaults(folder.resolve("uploads"), "test"));
    Path yaml = folder.resolve("server.yml");
    Files.writeString(
        yaml,
        """
        server:
          enableVirtualThreads: true
          shutdownGracePeriod: 5s
          applicationConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]
          adminConnectors: []
          requestLog: {appenders: []}
        logging: {level: 'OFF'}
        """);
    new App(api).run("server", yaml.toString());
    jobs.workers.start();
    webhooks.start(Duration.ofMillis(50));
  }

  private Callers callers(AccountLimits limits, Clock clock) {
    var admin = new AdminAccount(platform.work, platform.createKey, Platform.SMALL, clock);
    return new Callers(
        new RecogniseCaller(
            new ApiKeys(List.of()),
            admin,
            platform.authenticate,
            platform.logIn,
            platform.plans,
            clock),
        limits,
        platform.countRequests,
        TrustedProxies.NONE);
  }

  private final class App extends Application<Configuration> {
    private final HttpApi api;

    private App(HttpApi api) {
      this.api = api;
    }

    @Override
    public void run(Configuration configuration, Environment environment) throws IOException {
      environment.lifecycle().addServerLifecycleListener(server::complete);
      api.register(environment);
    }
  }

  URI uri(String path) {
    int port = ((ServerConnector) server.join().getConnectors()[0]).getLocalPort();
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    jobs.close();
    webhooks.close();
    try {
      server.join().stop();
      outbound.close();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
  }
}
