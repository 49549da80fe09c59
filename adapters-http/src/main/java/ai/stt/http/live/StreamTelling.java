package ai.stt.http.live;

import ai.stt.app.live.LiveEvent;
import ai.stt.app.live.LiveListener;
import ai.stt.app.live.LiveSession;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client is told, up to the end of its stream and what is kept of it. Thread-safe; events
 * come from the session's thread.
 */
final class StreamTelling implements LiveListener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamTelling.class);

  private final String id;
  private final StreamOwner owner;
  private final ObjectMapper json;
  private final Runnable atEnd;
  private final Outbox outbox = new Outbox();
  private volatile Dialect dialect = new Dialect.Seed();
  private volatile @Nullable LiveSession live;
  private volatile boolean finishing;
  private volatile boolean unread;
  private volatile int closeCode = CloseCode.DONE;

  /**
   * Nothing told yet.
   *
   * @param atEnd called when the stream is over, perhaps more than once
   */
  StreamTelling(String id, StreamOwner owner, ObjectMapper json, Runnable atEnd) {
    this.id = id;
    this.owner = owner;
    this.json = json;
    this.atEnd = atEnd;
  }

  /** The client speaks this dialect; said before the stream begins. */
  void speak(Dialect spoken) {
    dialect = spoken;
  }

  /** The stream has begun. */
  void begun(LiveSession session, List<String> warnings) throws InterruptedException {
    live = session;
    outbox.put(written(StreamMessage.ready(session.model(), id, warnings)));
  }

  /** The connection is there. */
  void open(Session session) {
    outbox.open(session);
  }

  /** The stream; null until it has begun. */
  @Nullable LiveSession live() {
    return live;
  }

  /** Whether no more audio is wanted. */
  boolean isFinishing() {
    return finishing;
  }

  @Override
  public void on(LiveEvent event) throws InterruptedException {
    if (event instanceof LiveEvent.Finished end) {
      finished(end);
      return;
    }
    var message = dialect.message(event, finishing);
    if (message.isPresent() && !unread) {
      String written = written(message.get());
      if (event instanceof LiveEvent.Partial) {
        outbox.putPartial(written);
      } else {
        outbox.put(written);
      }
    }
  }

  @Override
  public void failed(SpeechException reason) {
    refuse(reason);
    atEnd.run();
  }

  /** No more audio; the rest is told, and then the connection is closed. */
  void finish(int code) {
    if (finishing) {
      return;
    }
    finishing = true;
    closeCode = code;
    LiveSession current = live;
    if (current == null) {
      outbox.close(null, code, "");
    } else {
      current.finish();
    }
  }

  /** Tells an error and closes; what was said before is kept. */
  void refuse(SpeechException reason) {
    refuse(CloseCode.of(reason.code()), reason.getMessage(), reason.code());
  }

  /** As {@link #refuse(SpeechException)}, with another number. */
  void refuse(int code, String sentence, ErrorCode error) {
    String name = error.name().toLowerCase(Locale.ROOT);
    outbox.close(written(StreamMessage.error(sentence, name)), code, "");
    endUnread();
  }

  /** The connection is gone. */
  void gone() {
    outbox.end();
    endUnread();
  }

  /** Waits until the client was told all and the connection is closed, but no longer than this. */
  void awaitEnd(Duration atMost) throws InterruptedException {
    outbox.awaitEnd(atMost);
  }

  /** Nobody reads the rest; for an account it is heard all the same, and kept. */
  private void endUnread() {
    unread = true;
    LiveSession current = live;
    if (current == null || owner.bill() == null) {
      finishing = true;
      if (current != null) {
        current.close();
      }
      atEnd.run();
    } else if (!finishing) {
      finishing = true;
      current.finish();
    }
  }

  private void finished(LiveEvent.Finished end) {
    LiveSession current = live;
    Long kept = null;
    try {
      if (current != null) {
        kept = owner.keep(current.model(), end, current.fed());
      }
    } catch (RuntimeException e) {
      LOG.error("The transcript of stream {} could not be kept", id, e);
    }
    if (!unread) {
      outbox.close(written(dialect.last(end, id, kept)), closeCode, "");
    }
    atEnd.run();
  }

  private String written(StreamMessage message) {
    try {
      return json.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message cannot be written", e);
    }
  }
}
