package ai.stt.http.live;

import ai.stt.app.live.LiveOptions;
import ai.stt.app.live.LiveSession;
import ai.stt.app.live.StreamSpeech;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection. Jetty reads a part when the one before is dealt with, so that a stream
 * that is behind holds its client back through TCP. Called by Jetty's threads one after the other,
 * and by the one that looks after all connections. Public for Jetty only, which looks for its
 * methods.
 */
public final class StreamConnection implements Session.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

  private final StreamSpeech speech;
  private final StreamOwner owner;
  private final OpenStreams open;
  private final StreamTelling telling;
  private final Pcm16 pcm = new Pcm16();
  private final StringBuilder text = new StringBuilder();
  private long samples;
  private volatile @Nullable Session session;
  private volatile boolean busy;
  private volatile long lastHeard = System.nanoTime();

  StreamConnection(
      String id, StreamSpeech speech, StreamOwner owner, OpenStreams open, ObjectMapper json) {
    this.speech = speech;
    this.owner = owner;
    this.open = open;
    this.telling = new StreamTelling(id, owner, json, this::end);
  }

  /**
   * Begins to listen; before the connection is made for a client that said at once what it wants.
   *
   * @throws SpeechException as {@link StreamSpeech#open}
   */
  void begin(LiveOptions options, Dialect dialect, List<String> warnings)
      throws InterruptedException {
    telling.speak(dialect);
    if (options.model() != null) {
      owner.entry().requireModel(options.model());
    }
    owner.entry().requireModel(speech.check(options));
    telling.begun(speech.open(options, telling), warnings);
  }

  /** Ends what was begun for a connection that was never made. */
  void abandon() {
    telling.gone();
    owner.entry().close();
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    open.add(this);
    telling.open(opened);
    opened.demand();
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
    handle(() -> audio(part, last));
    callback.succeed();
    demand();
  }

  @Override
  public void onWebSocketPartialText(String part, boolean last) {
    handle(() -> text(part, last));
    demand();
  }

  @Override
  public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
    telling.gone();
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.debug("A stream broke: {}", cause.getMessage());
    telling.gone();
  }

  /** Looks whether the client is still there. */
  void look(StreamLimits limits) {
    long quiet = System.nanoTime() - lastHeard;
    if (!busy && !telling.isFinishing() && quiet > limits.idle().toNanos()) {
      telling.refuse(
          CloseCode.IDLE,
          "nothing came for too long; send audio, or {\"action\": \"keep_alive\"} while nobody"
              + " speaks",
          ErrorCode.CANCELED);
    }
  }

  /** Keeps the way to the client open. */
  void ping() {
    Session current = session;
    if (current != null && current.isOpen()) {
      current.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  /** The server stops: the client gets its last text. */
  void stopServing() {
    telling.finish(CloseCode.GOING_AWAY);
  }

  /** Waits for the end of the connection. */
  void await(Duration atMost) throws InterruptedException {
    telling.awaitEnd(atMost);
  }

  /** What to do with what the client sends. */
  @FunctionalInterface
  private interface Message {
    void handle() throws InterruptedException;
  }

  private void handle(Message message) {
    busy = true;
    try {
      message.handle();
    } catch (SpeechException e) {
      telling.refuse(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      telling.refuse(new SpeechException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e));
    } catch (RuntimeException e) {
      LOG.error("A stream failed", e);
      telling.refuse(
          new SpeechException(ErrorCode.INTERNAL, "the stream failed; start another one", e));
    } finally {
      lastHeard = System.nanoTime();
      busy = false;
    }
  }

  private void audio(ByteBuffer part, boolean last) throws InterruptedException {
    if (telling.isFinishing()) {
      return;
    }
    float[] heard = pcm.samples(part, last);
    if (telling.live() == null) {
      begin(LiveOptions.DEFAULT, new Dialect.Sdk(), List.of()); // no config: audio starts at once
    }
    samples += heard.length;
    owner.pay(samples);
    LiveSession current = telling.live();
    if (current != null) {
      current.feed(heard);
    }
    if (last && pcm.endMessage()) {
      telling.finish(CloseCode.DONE);
    }
  }

  private void text(String part, boolean last) throws InterruptedException {
    text.append(part);
    if (text.length() > StreamLimits.MOST_TEXT) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "a text message has at most 64 Ki characters");
    }
    if (last && !telling.isFinishing()) {
      String whole = text.toString();
      text.setLength(0);
      obey(StreamCommand.read(whole, telling.live() != null));
    }
  }

  private void obey(StreamCommand command) throws InterruptedException {
    LiveSession current = telling.live();
    switch (command) {
      case StreamCommand.Configure(LiveOptions options, boolean diarize) ->
          begin(
              options,
              new Dialect.Seed(),
              diarize
                  ? List.of("diarize: streams do not tell speakers apart; words have no speaker")
                  : List.of());
      case StreamCommand.Stop _ -> telling.finish(CloseCode.DONE);
      case StreamCommand.KeepAlive _ -> {}
      case StreamCommand.Finalize _ -> {
        if (current != null) {
          current.flush();
        }
      }
      case StreamCommand.ChangeLanguage(var code) -> {
        if (current != null) {
          var _ = speech.checkOptions(new LiveOptions(current.model(), code, null, true, null));
          current.changeLanguage(code);
        }
      }
    }
  }

  private void end() {
    open.remove(this);
    owner.entry().close();
  }

  private void demand() {
    Session current = session;
    if (current != null && current.isOpen()) {
      current.demand();
    }
  }
}
