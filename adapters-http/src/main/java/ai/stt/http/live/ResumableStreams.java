package ai.stt.http.live;

import ai.stt.app.account.Member;
import ai.stt.http.request.RequestIds;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Streams of accounts that go on, by their id: who lost its connection finds its own stream again.
 * Thread-safe.
 */
final class ResumableStreams {
  private static final int NAME = 8;

  /** Tells the streams of this server, since its start, from those of others. */
  private final String server = RequestIds.fresh().substring(0, NAME);

  private final Map<String, StreamTelling> streams = new ConcurrentHashMap<>();

  /** An id that no stream of any server has. */
  String freshId() {
    return server + RequestIds.fresh().substring(NAME);
  }

  void add(String id, StreamTelling stream) {
    streams.put(id, stream);
  }

  void remove(String id) {
    streams.remove(id);
  }

  /**
   * A caller's stream.
   *
   * @throws SpeechException {@code NOT_FOUND}, also when it is somebody else's
   */
  StreamTelling find(String id, @Nullable Member caller) {
    StreamTelling found = streams.get(id);
    if (found == null || caller == null || !found.owner().is(caller)) {
      throw id.startsWith(server) ? missing() : elsewhere();
    }
    return found;
  }

  /** What is said of a stream that cannot be found, or has ended. */
  static SpeechException missing() {
    return new SpeechException(
        ErrorCode.NOT_FOUND,
        "resume: there is no such stream any more; what was said is among your transcripts, start"
            + " another stream");
  }

  private static SpeechException elsewhere() {
    return new SpeechException(
        ErrorCode.NOT_FOUND,
        "resume: the stream is not on this server, or was before it was started again; what was said"
            + " is among your transcripts, start another stream");
  }

  /** Ends those that nobody came back to. */
  void giveUpAfter(Duration patience) {
    long now = System.nanoTime();
    for (StreamTelling stream : streams.values()) {
      if (stream.lostNanos(now) > patience.toNanos()) {
        stream.giveUp();
      }
    }
  }

  /** Ends the one that was lost longest ago, as its place is needed. */
  void giveUpOne() {
    long now = System.nanoTime();
    streams.values().stream()
        .filter(stream -> stream.lostNanos(now) >= 0)
        .max(Comparator.comparingLong(stream -> stream.lostNanos(now)))
        .ifPresent(StreamTelling::giveUp);
  }

  /** Ends those without a connection, and waits until all are kept, but no longer than this. */
  void drain(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    giveUpAfter(Duration.ofNanos(-1));
    for (StreamTelling stream : streams.values()) {
      stream.awaitOver(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
  }
}
