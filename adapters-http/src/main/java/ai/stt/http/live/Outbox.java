package ai.stt.http.live;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to a client, one after the other. A partial text that was not sent yet
 * gives way to what comes after it; everything else waits for its turn, and its writer waits with
 * it when too much does. Thread-safe.
 */
final class Outbox {
  private static final int MOST_WAITING = 64;

  private final Duration patience;
  private final Deque<Message> waiting = new ArrayDeque<>();
  private @Nullable Session session;
  private boolean sending;
  private long sendingSince;
  private boolean ended;
  private @Nullable Close close;

  private record Message(String text, boolean partial) {}

  private record Close(int code, String reason) {}

  /**
   * Nothing to say yet.
   *
   * @param patience how long who writes waits for a client that does not read
   */
  Outbox(Duration patience) {
    this.patience = patience;
  }

  /** The connection is there. */
  void open(Session opened) {
    synchronized (this) {
      session = opened;
    }
    sendNext();
  }

  /**
   * Sends a message.
   *
   * @throws SpeechException {@code CANCELED} when the client has read nothing for so long
   */
  void put(String text) throws InterruptedException {
    synchronized (this) {
      long end = System.nanoTime() + patience.toNanos();
      while (!ended && waiting.size() >= MOST_WAITING) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          throw new SpeechException(ErrorCode.CANCELED, "the client does not read");
        }
        wait(millis);
      }
      add(new Message(text, false));
    }
    sendNext();
  }

  /** Sends a text that the next message replaces. */
  void putPartial(String text) {
    synchronized (this) {
      add(new Message(text, true));
    }
    sendNext();
  }

  /** Sends a last message, whatever waits, and closes the connection behind it. */
  void close(@Nullable String last, int code, String reason) {
    synchronized (this) {
      if (close != null) {
        return;
      }
      if (last != null) {
        add(new Message(last, false));
      }
      close = new Close(code, reason);
    }
    sendNext();
  }

  /** Whether the client has not read a message for longer than anybody waits for it. */
  synchronized boolean isStuck() {
    return sending && System.nanoTime() - sendingSince > patience.toNanos();
  }

  /** Whether nothing more is to be said. */
  synchronized boolean isClosing() {
    return close != null;
  }

  /** The connection is gone; writers are let go. */
  synchronized void end() {
    ended = true;
    waiting.clear();
    notifyAll();
  }

  /** Waits until everything is sent and the connection is closed, but no longer than this. */
  synchronized void awaitEnd(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); !ended && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
  }

  private void add(Message message) {
    if (ended || close != null) {
      return;
    }
    if (waiting.peekLast() instanceof Message(_, boolean partial) && partial) {
      waiting.removeLast();
    }
    waiting.addLast(message);
  }

  private void sendNext() {
    Session to;
    Message next;
    Close end;
    synchronized (this) {
      if (sending || session == null || ended) {
        return;
      }
      to = session;
      next = waiting.pollFirst();
      end = close;
      if (next == null && end == null) {
        return;
      }
      sending = true;
      sendingSince = System.nanoTime();
      notifyAll();
    }
    if (next != null) {
      to.sendText(next.text, Callback.from(this::sent, _ -> end()));
    } else if (end != null) {
      to.close(end.code, end.reason, Callback.from(this::end, _ -> end()));
    }
  }

  private void sent() {
    synchronized (this) {
      sending = false;
    }
    sendNext();
  }
}
