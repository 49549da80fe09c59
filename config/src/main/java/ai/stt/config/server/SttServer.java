package ai.stt.config.server;

import ai.stt.app.chat.MakePassages;
import ai.stt.app.cloud.ReportInstance;
import ai.stt.app.job.RunJobs;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.storage.PeriodicWrites;
import ai.stt.app.webhook.DeliverWebhooks;
import ai.stt.config.settings.CloudSettings;
import ai.stt.config.settings.SettingsException;
import ai.stt.config.tracing.RequestSpans;
import ai.stt.config.tracing.Tracing;
import ai.stt.config.wiring.Program;
import ai.stt.http.HttpApi;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.JarLocation;
import jakarta.servlet.DispatcherType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * The server. When it stops, by a signal or by {@link #stop}, it takes no new work, lets running
 * work finish for the configured grace, answers those that waited, and closes the program.
 */
public final class SttServer extends Application<Configuration> {
  private static final Duration WEBHOOKS = Duration.ofSeconds(1);
  private static final Duration PASSAGES = Duration.ofSeconds(1);

  private final Program program;
  private final String yaml;
  private final DatabaseStart database;
  private volatile @Nullable Server server;

  /**
   * A server that is not started.
   *
   * @param program wired; closed when the server has stopped
   * @param yaml the settings of Dropwizard's own
   * @param database is awaited before the first request can come
   */
  public SttServer(Program program, String yaml, DatabaseStart database) {
    this.program = program;
    this.yaml = yaml;
    this.database = database;
  }

  /** Starts to listen; returns when the first request can come. */
  public void start() throws Exception {
    var bootstrap = new Bootstrap<>(this);
    addDefaultCommands(bootstrap);
    initialize(bootstrap);
    bootstrap.registerMetrics();
    // As Application.run does, but failures are thrown to the caller, who tells them, and not
    // printed.
    new Cli(
            new JarLocation(getClass()),
            bootstrap,
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream())
        .run("server", "settings")
        .ifPresent(this::onFatalError);
  }

  /** Waits until the server has stopped. */
  public void join() throws InterruptedException {
    running().join();
  }

  /** Stops as a signal would. */
  public void stop() throws Exception {
    running().stop();
  }

  /** Where it listens. */
  public URI uri() {
    for (var connector : running().getConnectors()) {
      if (connector instanceof ServerConnector tcp) {
        return URI.create("http://localhost:" + tcp.getLocalPort());
      }
    }
    throw new IllegalStateException("the server has no connector");
  }

  @Override
  public String getName() {
    return "stt";
  }

  @Override
  public void initialize(Bootstrap<Configuration> bootstrap) {
    bootstrap.setConfigurationSourceProvider(
        path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void run(Configuration configuration, Environment environment) throws IOException {
    HttpApi api = program.get(HttpApi.class);
    environment.lifecycle().manage(new ProgramEnd(program));
    RunJobs workers = program.get(RunJobs.class);
    environment.lifecycle().addEventListener(new WorkEnd(program.get(WorkQueue.class), workers));
    environment.lifecycle().addServerLifecycleListener(started -> server = started);
    trace(environment);
    api.register(environment);
    database.await();
    var _ = program.get(PeriodicWrites.class);
    workers.start();
    program.get(DeliverWebhooks.class).start(WEBHOOKS);
    program.get(MakePassages.class).start(PASSAGES);
    CloudSettings cloud = program.settings().cloud();
    if (cloud.reports()) {
      program.get(ReportInstance.class).start(cloud.interval());
    }
  }

  /** Before all else, so that a request's span has everything in it. */
  private void trace(Environment environment) {
    if (program.get(Tracing.class).on()) {
      environment
          .servlets()
          .addFilter("traces", program.get(RequestSpans.class))
          .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }
  }

  /** Start failures are thrown to the caller instead of ending the process. */
  @Override
  protected void onFatalError(Throwable t) {
    Throwable before = t;
    for (Throwable cause = t; cause != null; before = cause, cause = cause.getCause()) {
      switch (cause) {
        case SpeechException known -> throw known;
        case BindException taken ->
            throw new SpeechException(
                ErrorCode.DEPENDENCY_FAILED,
                "the port cannot be listened on (%s: %s); choose another with --port"
                    .formatted(before.getMessage(), taken.getMessage()),
                t);
        case ConfigurationException wrong ->
            throw new SettingsException(String.valueOf(wrong.getMessage()).strip(), wrong);
        default -> {}
      }
    }
    throw new IllegalStateException("the server did not start: " + t.getMessage(), t);
  }

  private Server running() {
    return Objects.requireNonNull(server, "the server is not started");
  }

  /** Jetty waits for running requests first and stops this after them. */
  private record ProgramEnd(Program program) implements Managed {
    @Override
    public void stop() {
      program.close();
    }
  }

  /** Ends the work while Jetty waits for the requests that wait for it. */
  private record WorkEnd(WorkQueue queue, RunJobs workers) implements LifeCycle.Listener {
    @Override
    public void lifeCycleStopping(LifeCycle event) {
      Thread.ofPlatform().name("work-end").start(queue::close);
      Thread.ofPlatform().name("jobs-end").start(workers::close);
    }
  }
}
