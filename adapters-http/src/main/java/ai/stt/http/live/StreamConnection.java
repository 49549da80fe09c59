package ai.stt.http.live;

import ai.stt.app.live.LiveOptions;
import ai.stt.app.live.LiveSession;
import ai.stt.app.live.StreamSpeech;
import ai.stt.http.access.Entry;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
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
  private final OpenStreams open;
  private final Entry entry;
  private final Outbox outbox;
  private final Pcm16 pcm = new Pcm16();
  private final StringBuilder text = new StringBuilder();
  private volatile StreamTelling telling;
  private volatile @Nullable Session session;

  /** When it was first seen that we close it; of the thread that looks after all. */
  private long closedAt;

  /**
   * A connection.
   *
   * @param entry as whom the client came in
   * @param outbox of this connection
   * @param telling the stream, which goes on or begins when the client says what it wants
   */
  StreamConnection(
      StreamSpeech speech, OpenStreams open, Entry entry, Outbox outbox, StreamTelling telling) {
    this.speech = speech;
    this.open = open;
    this.entry = entry;
    this.outbox = outbox;
    this.telling = telling;
  }

  /**
   * Begins to listen; before the connection is made for a client that said at once what it wants.
   *
   * @throws SpeechException as {@link StreamSpeech#open}
   */
  void begin(LiveOptions options, Dialect dialect) throws InterruptedException {
    if (options.model() != null) {
      entry.requireModel(options.model());
    }
    StreamTelling stream = telling;
    try {
      entry.requireModel(speech.check(options));
      stream.begun(speech.open(options, stream), dialect);
    } catch (SpeechException e) {
      throw open.refusing(e);
    }
  }

  /** Ends what was begun for a connection that was never made. */
  void abandon() {
    telling.gone(outbox, true);
    entry.close();
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    telling.done(); // from now on the client can be heard
    open.add(this);
    outbox.open(opened);
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
    gone(code == StatusCode.NO_CLOSE);
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.debug("A stream broke: {}", cause.getMessage());
    gone(true);
  }

  private void gone(boolean broken) {
    open.remove(this);
    telling.gone(outbox, broken);
  }

  /** Looks whether the client is still there. */
  void look(StreamLimits limits) {
    Session current = session;
    if (current != null && outbox.isStuck()) {
      current.disconnect();
    } else if (current != null && (outbox.isClosing() || !current.isOpen())) {
      if (closedAt == 0) {
        closedAt = System.nanoTime();
      } else if (System.nanoTime() - closedAt > limits.patience().toNanos()) {
        current.disconnect(); // who never reads our close, or answers it, would keep the socket
      }
    }
    if (telling.quietNanos() > limits.idle().toNanos()) {
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

  /** Waits until the client was told all and the connection is closed, but no longer than this. */
  void await(Duration atMost) throws InterruptedException {
    outbox.awaitEnd(atMost);
  }

  /** What to do with what the client sends. */
  @FunctionalInterface
  private interface Message {
    void handle() throws InterruptedException;
  }

  private void handle(Message message) {
    if (!telling.begin(outbox)) {
      return; // the stream goes on over another connection
    }
    try {
      message.handle();
    } catch (SpeechException e) {
      open.refused(e.code());
      telling.refuse(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      telling.refuse(new SpeechException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e));
    } catch (RuntimeException e) {
      LOG.error("A stream failed", e);
      telling.refuse(
          new SpeechException(ErrorCode.INTERNAL, "the stream failed; start another one", e));
    } finally {
      telling.done();
    }
  }

  private void audio(ByteBuffer part, boolean last) throws InterruptedException {
    if (telling.isFinishing()) {
      return;
    }
    float[] heard = pcm.samples(part, last);
    if (telling.live() == null) {
      begin(LiveOptions.DEFAULT, new Dialect.Sdk()); // no config: audio starts at once
    }
    LiveSession current = telling.live();
    if (current != null) {
      telling.owner().pay(current.fedSamples() + heard.length);
      current.feed(heard);
    }
    if (last && pcm.endMessage()) {
      telling.finish(CloseCode.DONE);
    }
  }

  private void text(String part, boolean last) throws InterruptedException {
    if (telling.isFinishing()) {
      return;
    }
    text.append(part);
    if (text.length() > StreamLimits.MOST_TEXT) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "a text message has at most 64 Ki characters");
    }
    if (last) {
      String whole = text.toString();
      text.setLength(0);
      obey(StreamCommand.read(whole, telling.live() != null));
    }
  }

  private void obey(StreamCommand command) throws InterruptedException {
    LiveSession current = telling.live();
    switch (command) {
      case StreamCommand.Configure(LiveOptions options) -> begin(options, new Dialect.Seed());
      case StreamCommand.Resume(String id) -> {
        StreamTelling found = open.resumable().find(id, entry.account());
        found.resume(entry, outbox, new Dialect.Seed());
        telling = found;
      }
      case StreamCommand.Stop _ -> telling.finish(CloseCode.DONE);
      case StreamCommand.KeepAlive _ -> {}
      case StreamCommand.Finalize _ -> {
        if (current != null) {
          current.flush();
        }
      }
      case StreamCommand.ChangeLanguage(var code) -> {
        if (current != null) {
          var _ = speech.checkOptions(LiveOptions.DEFAULT.with(current.model(), code));
          current.changeLanguage(code);
        }
      }
    }
  }

  private void demand() {
    Session current = session;
    if (current != null && current.isOpen()) {
      current.demand();
    }
  }
}
