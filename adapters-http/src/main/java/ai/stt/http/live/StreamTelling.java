package ai.stt.http.live;

import ai.stt.app.live.KeepStream;
import ai.stt.app.live.LiveEvent;
import ai.stt.app.live.LiveListener;
import ai.stt.app.live.LiveSession;
import ai.stt.http.access.Entry;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client is told of its stream, up to the end and what is kept of it. An account's stream
 * outlives a connection that breaks: it waits for the client to come back. Thread-safe; events come
 * from the session's thread.
 */
final class StreamTelling implements LiveListener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamTelling.class);

  private final String id;
  private final ObjectMapper json;
  private final ResumableStreams resumable;
  private final CountDownLatch over = new CountDownLatch(1);
  private final StringBuilder said = new StringBuilder();
  private StreamOwner owner;
  private Outbox outbox;
  private Dialect dialect = new Dialect.Seed();
  private final Presence client = new Presence();
  private KeepStream.@Nullable Kept kept;
  private volatile @Nullable LiveSession live;
  private volatile boolean finishing;
  private volatile boolean unread;
  private volatile int closeCode = CloseCode.DONE;

  /** Nothing told yet, over one connection. */
  StreamTelling(
      String id, StreamOwner owner, Outbox outbox, ObjectMapper json, ResumableStreams resumable) {
    this.id = id;
    this.owner = owner;
    this.outbox = outbox;
    this.json = json;
    this.resumable = resumable;
  }

  /** The stream has begun, for a client that speaks this dialect; unless it has left meanwhile. */
  void begun(LiveSession session, Dialect spoken) throws InterruptedException {
    @Nullable Outbox to = null;
    synchronized (this) {
      if (!finishing) {
        dialect = spoken;
        live = session;
        to = outbox;
        if (owner.isAccount()) {
          resumable.add(id, this);
        }
      }
    }
    if (to == null) {
      session.close();
    } else {
      to.put(StreamMessage.Ready.begun(session.model(), id).written(json));
    }
  }

  /**
   * The stream goes on over another connection of the same client.
   *
   * @param entry of that connection; the one before is given back
   * @param spoken how the client speaks now; null: as it began
   * @throws SpeechException {@code NOT_FOUND} when it has ended, {@code CONFLICT} when its
   *     connection is well, so that one wins of two that come at once
   */
  void resume(Entry entry, Outbox to, @Nullable Dialect spoken) throws InterruptedException {
    Outbox before;
    Entry left;
    synchronized (this) {
      LiveSession session = live;
      if (session == null || finishing) {
        throw ResumableStreams.missing();
      }
      if (client.isWell()) {
        throw new SpeechException(ErrorCode.CONFLICT, "resume: the stream has a connection");
      }
      double received = PcmChunk.seconds(session.fedSamples());
      var ready = StreamMessage.Ready.resumed(session.model(), id, received, said.toString());
      to.put(ready.written(json));
      before = outbox;
      left = owner.entry();
      outbox = to;
      owner = owner.with(entry);
      dialect = spoken == null ? dialect : spoken;
      client.comeBack();
    }
    left.close();
    before.close(
        StreamMessage.Failure.of("the stream goes on over another connection", "conflict")
            .written(json),
        CloseCode.of(ErrorCode.CONFLICT),
        "");
  }

  /** Whose it is. */
  synchronized StreamOwner owner() {
    return owner;
  }

  /** The stream; null until it has begun. */
  @Nullable LiveSession live() {
    return live;
  }

  /** Whether no more audio is wanted. */
  boolean isFinishing() {
    return finishing;
  }

  /** A message of the client begins; false when the stream goes on over another connection. */
  synchronized boolean begin(Outbox from) {
    client.busy(from == outbox);
    return from == outbox;
  }

  /** It is dealt with. */
  synchronized void done() {
    client.busy(false);
    client.heard();
  }

  /** Nanoseconds since the client sent anything; 0 while there is something to do. */
  synchronized long quietNanos() {
    return finishing ? 0 : client.quietNanos();
  }

  /** Nanoseconds since the connection broke; -1 while there is one, or the stream ends. */
  synchronized long lostNanos(long now) {
    return finishing ? -1 : client.lostNanos(now);
  }

  @Override
  public void on(LiveEvent event) throws InterruptedException {
    if (event instanceof LiveEvent.Finished end) {
      finished(end);
      return;
    }
    Outbox to;
    Optional<StreamMessage> message;
    synchronized (this) {
      if (event instanceof LiveEvent.Final(var segment, var _) && owner.isAccount()) {
        said.append(said.isEmpty() ? "" : " ").append(segment.text());
      }
      message = dialect.message(event, finishing);
      to = outbox;
    }
    if (message.isPresent() && !unread) {
      String written = message.get().written(json);
      if (event instanceof LiveEvent.Partial) {
        to.putPartial(written);
      } else {
        to.put(written);
      }
    }
  }

  @Override
  public void failed(SpeechException reason, Transcript heard) {
    keep(heard);
    refuse(reason);
    over();
  }

  /** No more audio; the rest is told, and then the connection is closed. */
  void finish(int code) {
    LiveSession current;
    synchronized (this) {
      if (finishing) {
        return;
      }
      finishing = true;
      closeCode = code;
      current = live;
    }
    if (current == null) {
      outbox().close(null, code, "");
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
    outbox().close(StreamMessage.Failure.of(sentence, name).written(json), code, "");
    giveUp();
  }

  /**
   * A connection is gone.
   *
   * @param broken whether nobody said so, and the client may come back
   */
  void gone(Outbox from, boolean broken) {
    from.end();
    LiveSession current = live;
    Entry left;
    boolean waits;
    synchronized (this) {
      if (from != outbox || client.isLost()) {
        return;
      }
      boolean heard = current != null && current.fedSamples() > 0;
      waits = broken && heard && owner.isAccount() && !finishing;
      left = owner.entry();
      if (waits) {
        client.leave();
      }
    }
    if (waits && current != null) {
      left.close();
      current.soFar(this::keep);
    } else {
      giveUp();
    }
  }

  /** Nobody reads the rest; for an account it is heard all the same, and kept. */
  void giveUp() {
    unread = true;
    LiveSession current;
    boolean first;
    synchronized (this) {
      current = live;
      first = !finishing;
      finishing = true;
    }
    if (current == null || !owner().isAccount()) {
      if (current != null) {
        current.close();
      }
      over();
    } else if (first) {
      current.finish();
    }
  }

  /** Waits until nothing more is kept. */
  void awaitOver(Duration atMost) throws InterruptedException {
    var _ = over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized Outbox outbox() {
    return outbox;
  }

  private void keep(Transcript heard) {
    LiveSession current = live;
    try {
      if (current != null) {
        kept = owner().keep(kept, current.model(), heard, current.fed());
      }
    } catch (RuntimeException e) {
      LOG.error("The transcript of stream {} could not be kept", id, e);
    }
  }

  private void finished(LiveEvent.Finished end) {
    keep(end.transcript());
    if (!unread) {
      StreamMessage last;
      Outbox to;
      synchronized (this) {
        last = dialect.last(end, id, kept == null ? null : kept.id());
        to = outbox;
      }
      to.close(last.written(json), closeCode, "");
    }
    over();
  }

  private void over() {
    resumable.remove(id);
    over.countDown();
    owner().entry().close(); // last, as it needs the database
  }
}
