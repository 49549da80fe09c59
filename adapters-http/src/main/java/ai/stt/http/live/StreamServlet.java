package ai.stt.http.live;

import ai.stt.app.live.ChargeStream;
import ai.stt.app.live.KeepStream;
import ai.stt.app.live.LiveOptions;
import ai.stt.app.live.StreamSpeech;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.access.Entry;
import ai.stt.http.error.HandshakeRefusal;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handshake of {@code /v1/stream}: whoever may not or cannot be served is told so by HTTP. A
 * client that names a model or language in the address speaks the dialect of the published clients.
 * Thread-safe.
 */
final class StreamServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(StreamServlet.class);
  private static final String METHODS = "GET, HEAD, OPTIONS";
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final transient StreamSpeech speech;
  private final transient ChargeStream charge;
  private final transient KeepStream keep;
  private final transient Doorkeeper doorkeeper;
  private final transient OpenStreams open;
  private final transient ObjectMapper json;
  private final transient HandshakeRefusal refusal;

  StreamServlet(
      LiveStreams.Parts parts, Doorkeeper doorkeeper, OpenStreams open, ObjectMapper json) {
    this.speech = parts.speech();
    this.charge = parts.charge();
    this.keep = parts.keep();
    this.doorkeeper = doorkeeper;
    this.open = open;
    this.json = json;
    this.refusal = new HandshakeRefusal(json);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getMethod()) {
      case "GET", "HEAD" -> doGet(request, response);
      case "OPTIONS" -> response.setHeader("Allow", METHODS);
      default -> refusal.writeMethodNotAllowed(METHODS, request, response);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      shakeHands(request, response);
    } catch (SpeechException e) {
      open.refused(e.code());
      refusal.write(e, request, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refusal.write(stopping(), request, response);
    } catch (RuntimeException e) {
      LOG.error("A handshake failed", e);
      refusal.write(
          new SpeechException(ErrorCode.INTERNAL, "the stream could not start; try again", e),
          request,
          response);
    }
  }

  private void shakeHands(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      refusal.writeUpgradeRequired(request, response);
      return;
    }
    if (open.isStopping()) {
      throw stopping();
    }
    Entry entry = doorkeeper.enter(new TokenRequest(request), 0);
    StreamConnection connection = null;
    boolean upgraded = false;
    try {
      String resumed = blankToNull(request.getParameter("resume"));
      connection = resumed == null ? fresh(entry) : again(entry, resumed);
      if (resumed == null) {
        prepare(request, connection);
      }
      StreamConnection ready = connection;
      JettyWebSocketServerContainer container =
          JettyWebSocketServerContainer.getContainer(getServletContext());
      upgraded = container.upgrade((asked, answer) -> ready, request, response);
      if (!upgraded && !response.isCommitted()) {
        refusal.writeUpgradeRequired(request, response);
      }
    } finally {
      if (!upgraded) {
        entry.refund();
        if (connection == null) {
          entry.close();
        } else {
          connection.abandon();
        }
      }
    }
  }

  private StreamConnection fresh(Entry entry) {
    String id = open.resumable().freshId();
    StreamOwner owner = StreamOwner.of(entry, charge, keep, id, InstantSource.system().instant());
    var outbox = open.outbox();
    var telling = new StreamTelling(id, owner, outbox, json, open.resumable());
    return new StreamConnection(speech, open, entry, outbox, telling);
  }

  private StreamConnection again(Entry entry, String id) throws InterruptedException {
    var outbox = open.outbox();
    StreamTelling telling = open.resumable().find(id, entry.account());
    telling.resume(entry, outbox, null);
    return new StreamConnection(speech, open, entry, outbox, telling);
  }

  /** Who names a model or language gets it now or is refused; others say it in their config. */
  private void prepare(HttpServletRequest request, StreamConnection connection)
      throws InterruptedException {
    String model = request.getParameter("model");
    String language = request.getParameter("language");
    if (model == null && language == null) {
      try {
        speech.check(LiveOptions.DEFAULT);
      } catch (SpeechException e) {
        if (e.code() != ErrorCode.MODEL_UNAVAILABLE) {
          throw open.refusing(e);
        }
      }
      return;
    }
    var options =
        new LiveOptions(
            blankToNull(model),
            LiveOptions.languageCode(language),
            null,
            true,
            null,
            flag("diarize", request.getParameter("diarize")),
            blankToNull(request.getParameter("denoise")));
    connection.begin(options, new Dialect.Sdk());
  }

  private static boolean flag(String name, @Nullable String value) {
    return switch (value == null ? "false" : value.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes" -> true;
      case "false", "0", "no" -> false;
      default ->
          throw new SpeechException(
              ErrorCode.INVALID_REQUEST, name + ": one of true, false, 1, 0, yes, no");
    };
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static SpeechException stopping() {
    return new SpeechException(ErrorCode.SHUTTING_DOWN, "the server is stopping", RETRY, null);
  }
}
