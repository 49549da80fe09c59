package ai.stt.http;

import ai.stt.app.enhancement.ChargeEnhancement;
import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.http.access.Callers;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.docs.DocsResource;
import ai.stt.http.docs.OpenApiResource;
import ai.stt.http.enhancement.EnhanceResource;
import ai.stt.http.error.FailureAnswer;
import ai.stt.http.error.JsonErrorPage;
import ai.stt.http.live.LiveStreams;
import ai.stt.http.model.LanguagesResource;
import ai.stt.http.model.ModelsResource;
import ai.stt.http.request.CommonHeaders;
import ai.stt.http.request.CorsPolicy;
import ai.stt.http.request.EveryRequest;
import ai.stt.http.transcription.Recordings;
import ai.stt.http.transcription.TranscribeResource;
import ai.stt.http.upload.ResumableUploads;
import ai.stt.http.upload.Spool;
import ai.stt.http.upload.TusResource;
import ai.stt.http.upload.TusVersion;
import ai.stt.http.upload.Uploads;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ServerProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that the server answers, put on a Dropwizard environment. */
public final class HttpApi {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

  private final TranscribeMedia transcribe;
  private final TranscriptionSettings transcription;
  private final EnhanceAudio enhance;
  private final ChargeEnhancement charge;
  private final ModelRegistry registry;
  private final Doorkeeper doorkeeper;
  private final List<?> resources;
  private final OutboundHttp outbound;
  private final HttpSettings http;
  private final KeptTranscripts kept;
  private final Callers callers;
  private final LiveStreams.Parts streams;

  /**
   * The API on its use cases.
   *
   * @param charge what accounts pay for enhancements
   * @param doorkeeper lets callers in
   * @param callers tells accounts apart
   * @param outbound gets the recordings that callers name by an address
   * @param kept what accounts order and keep
   * @param streams what is said over WebSockets
   * @param resources of the features that are built elsewhere, such as accounts and health
   */
  public HttpApi(
      TranscribeMedia transcribe,
      TranscriptionSettings transcription,
      EnhanceAudio enhance,
      ChargeEnhancement charge,
      ModelRegistry registry,
      Doorkeeper doorkeeper,
      Callers callers,
      OutboundHttp outbound,
      KeptTranscripts kept,
      LiveStreams.Parts streams,
      Collection<?> resources,
      HttpSettings http) {
    this.transcribe = transcribe;
    this.transcription = transcription;
    this.enhance = enhance;
    this.charge = charge;
    this.registry = registry;
    this.doorkeeper = doorkeeper;
    this.resources = List.copyOf(resources);
    this.callers = callers;
    this.kept = kept;
    this.streams = streams;
    this.outbound = outbound;
    this.http = http;
  }

  /**
   * Registers all resources, filters and error pages. To be called once, before the server starts.
   *
   * @throws IOException when the upload folder cannot be used
   */
  public void register(Environment environment) throws IOException {
    Spool spool = Spool.open(http.uploadFolder());
    environment.lifecycle().manage(closing(spool));
    var commonHeaders = new CommonHeaders(new CorsPolicy(http.corsOrigins()));
    environment
        .servlets()
        .addFilter("every-request", new EveryRequest(commonHeaders, http.drain()))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    var errorPage = new JsonErrorPage(environment.getObjectMapper(), commonHeaders);
    environment.getApplicationContext().setErrorHandler(errorPage);
    environment.lifecycle().addEventListener(onStarting(errorPage));

    var jersey = environment.jersey();
    // A proxy in front may have another scheme and host, so the address of a new thing has none.
    jersey.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
    FailureAnswer.all().forEach(jersey::register);
    var resumable =
        new ResumableUploads(
            http.uploadFolder().resolve("resumable"),
            http.uploadLifetime(),
            doorkeeper::exists,
            InstantSource.system());
    clearNowAndThen(resumable, environment);
    var recordings = new Recordings(spool, resumable, outbound, doorkeeper);
    jersey.register(
        new TranscribeResource(
            transcribe,
            transcription,
            doorkeeper,
            recordings,
            http,
            kept.transcription(transcription, http)));
    kept.resources(callers).forEach(jersey::register);
    jersey.register(new EnhanceResource(enhance, charge, doorkeeper, new Uploads(spool), http));
    jersey.register(new TusVersion());
    jersey.register(new TusResource(resumable, doorkeeper, http.maxUploadBytes()));
    jersey.register(new ModelsResource(registry));
    jersey.register(new LanguagesResource());
    jersey.register(
        new OpenApiResource(environment.getObjectMapper(), http.version(), http.maxUploadBytes()));
    jersey.register(new DocsResource());
    resources.forEach(jersey::register);
    LiveStreams.register(environment, streams, doorkeeper);
  }

  private static Managed closing(Spool spool) {
    return new Managed() {
      @Override
      public void stop() throws IOException {
        spool.close();
      }
    };
  }

  private static void clearNowAndThen(ResumableUploads uploads, Environment environment) {
    Runnable clear =
        () -> {
          try {
            uploads.clear();
          } catch (IOException | RuntimeException e) { // else it would never run again
            LOG.warn("Old uploads are deleted later: {}", e.toString());
          }
        };
    var _ =
        environment
            .lifecycle()
            .scheduledExecutorService("uploads", true)
            .build()
            .scheduleWithFixedDelay(clear, 1, 1, TimeUnit.MINUTES);
  }

  /** Requests that are no HTTP never reach a context, so the server itself needs the page too. */
  private static LifeCycle.Listener onStarting(JsonErrorPage errorPage) {
    return new LifeCycle.Listener() {
      @Override
      public void lifeCycleStarting(LifeCycle event) {
        if (event instanceof Server server) {
          server.setErrorHandler(errorPage);
        }
      }
    };
  }
}
