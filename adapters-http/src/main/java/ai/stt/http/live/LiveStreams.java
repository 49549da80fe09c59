package ai.stt.http.live;

import ai.stt.app.live.ChargeStream;
import ai.stt.app.live.KeepStream;
import ai.stt.app.live.LiveWatcher;
import ai.stt.app.live.StreamSpeech;
import ai.stt.http.access.Doorkeeper;
import io.dropwizard.core.setup.Environment;
import java.time.Duration;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.util.component.LifeCycle;

/** Puts {@code /v1/stream} on a Dropwizard environment. */
public final class LiveStreams {
  private LiveStreams() {}

  /**
   * What streams are made of.
   *
   * @param speech hears
   * @param charge takes the credits of accounts
   * @param keep keeps the transcripts of accounts
   * @param watcher is told of refusals
   */
  public record Parts(
      StreamSpeech speech,
      ChargeStream charge,
      KeepStream keep,
      StreamLimits limits,
      LiveWatcher watcher) {}

  /** Registers the endpoint; when the server stops, open streams get their last text first. */
  public static void register(Environment environment, Parts parts, Doorkeeper doorkeeper) {
    var open = new OpenStreams(parts.limits(), parts.watcher());
    JettyWebSocketServletContainerInitializer.configure(
        environment.getApplicationContext(),
        (context, container) -> {
          // The connections look after silence, and after what is too long, themselves.
          container.setIdleTimeout(Duration.ZERO);
          container.setMaxBinaryMessageSize(0);
          container.setMaxTextMessageSize(0);
        });
    environment
        .servlets()
        .addServlet(
            "stream", new StreamServlet(parts, doorkeeper, open, environment.getObjectMapper()))
        .addMapping("/v1/stream", "/v1/stream/", "/api/v1/stream", "/api/v1/stream/");
    environment
        .lifecycle()
        .addEventListener(
            new LifeCycle.Listener() {
              @Override
              public void lifeCycleStopping(LifeCycle event) {
                open.drain();
              }
            });
  }
}
