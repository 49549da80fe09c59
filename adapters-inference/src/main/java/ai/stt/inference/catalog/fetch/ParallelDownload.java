package ai.stt.inference.catalog.fetch;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Downloads a large file in blocks, several at once, each by a range request (RFC 9110, 14). What
 * is whole says a {@link BlockMap}, so that a later try fetches only the rest. Whenever a block
 * fails there is a connection less; the last one waits longer and longer, and only when it brings
 * nothing at all the download has failed. One call per object.
 */
final class ParallelDownload {
  private static final long POLL_MILLIS = 100;

  /** How often the first question is asked; another source may be waiting. */
  private static final int PROBES = 3;

  private final HttpClient client;
  private final URI uri;
  private final Path part;
  private final long sizeBytes;
  private final Limits limits;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final List<BlockRead> running = new ArrayList<>();

  /** Connections that have not ended; guarded by this. */
  private int connections;

  /**
   * How it goes about.
   *
   * @param blockBytes of one range
   * @param together ranges at once
   * @param answerWithin how long the first answer may take
   * @param stalledAfter how long nothing may come
   * @param tries in a row that bring nothing, after which there is no other
   * @param pause after the first of them; doubles with each
   */
  record Limits(
      int blockBytes,
      int together,
      Duration answerWithin,
      Duration stalledAfter,
      int tries,
      Duration pause) {
    private Duration pauseAfter(int failures) {
      return pause.multipliedBy(1L << (failures - 1));
    }
  }

  ParallelDownload(HttpClient client, URI uri, Path part, long sizeBytes, Limits limits) {
    this.client = client;
    this.uri = uri;
    this.part = part;
    this.sizeBytes = sizeBytes;
    this.limits = limits;
  }

  /**
   * Brings the part to its full length.
   *
   * @return false when the server knows no ranges: the part is gone, and one request for the whole
   *     has to do
   * @throws SpeechException {@code DEPENDENCY_FAILED}, {@code CANCELED}; the part stays
   */
  boolean fetch(FetchListener listener) throws IOException, InterruptedException {
    BlockMap map =
        BlockMap.open(part, Math.toIntExact(Math.ceilDiv(sizeBytes, limits.blockBytes())));
    boolean resumed = map.begun();
    try {
      if (!map.begun()) {
        map.begin(validator(listener)); // no part is left when this fails
      }
      try (var channel =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        work(map, channel, listener);
      }
    } catch (BlockRead.NoRangesException e) {
      Files.deleteIfExists(part);
      Files.deleteIfExists(BlockMap.beside(part));
      failure.set(null);
      return resumed && fetch(listener); // another file than before, or the same elsewhere
    }
    Files.delete(BlockMap.beside(part));
    return true;
  }

  private @Nullable String validator(FetchListener listener)
      throws InterruptedException, BlockRead.NoRangesException {
    for (int tries = 1; ; tries++) {
      try {
        return BlockRead.validator(client, uri, sizeBytes, limits.answerWithin());
      } catch (IOException e) {
        requireWanted(listener);
        if (tries == PROBES) {
          throw failed(e);
        }
        Thread.sleep(limits.pauseAfter(tries));
      }
    }
  }

  private void work(BlockMap map, FileChannel channel, FetchListener listener)
      throws IOException, InterruptedException, BlockRead.NoRangesException {
    var over = new CountDownLatch(limits.together());
    List<Thread> threads = new ArrayList<>();
    running.clear();
    connections = limits.together();
    for (int i = 0; i < limits.together(); i++) {
      var read = new BlockRead(client, uri, channel, sizeBytes);
      running.add(read);
      threads.add(
          Thread.ofVirtual()
              .name("download-" + i)
              .start(
                  () -> {
                    try {
                      blocks(map, read);
                    } finally {
                      over.countDown();
                    }
                  }));
    }
    try {
      watch(map, over, listener);
    } finally {
      running.forEach(BlockRead::stop);
      for (Thread thread : threads) {
        thread.interrupt();
      }
      for (Thread thread : threads) {
        thread.join(); // nobody writes to a channel that is closed
      }
    }
    rethrow();
  }

  private void blocks(BlockMap map, BlockRead read) {
    try {
      int failures = 0;
      for (int block = next(map); block >= 0 && failure.get() == null; block = next(map)) {
        try {
          read(map, read, block);
          failures = 0;
        } catch (IOException e) {
          if (leaves(map, block)) {
            return;
          }
          failures++;
          if (failures == limits.tries()) {
            throw e;
          }
          Thread.sleep(limits.pauseAfter(failures));
        }
      }
    } catch (Exception e) {
      failure.compareAndSet(null, e);
    }
  }

  private void read(BlockMap map, BlockRead read, int block)
      throws IOException, InterruptedException, BlockRead.NoRangesException {
    long from = (long) block * limits.blockBytes();
    long to = Math.min(sizeBytes, from + limits.blockBytes());
    read.read(from, to, map.etag());
    map.done(block);
  }

  /** The next block; -1 when there is none, with which a connection ends. */
  private synchronized int next(BlockMap map) {
    int block = map.take();
    if (block < 0) {
      connections--;
    }
    return block;
  }

  /** Gives a block back that failed; whether others are left to fetch it, and this one ends. */
  private synchronized boolean leaves(BlockMap map, int block) {
    map.giveBack(block);
    if (connections == 1) {
      return false;
    }
    connections--;
    return true;
  }

  private void watch(BlockMap map, CountDownLatch over, FetchListener listener)
      throws InterruptedException {
    while (!over.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      long done = (long) map.count() * limits.blockBytes();
      for (BlockRead read : running) {
        done += read.doneBytes();
        if (read.idle().compareTo(limits.stalledAfter()) > 0) {
          read.stop();
        }
      }
      listener.progress(Stage.DOWNLOADING, Math.min(done, sizeBytes), sizeBytes);
      requireWanted(listener);
      if (failure.get() != null) {
        return;
      }
    }
  }

  private void rethrow() throws IOException, InterruptedException, BlockRead.NoRangesException {
    switch (failure.get()) {
      case null -> {
        return;
      }
      case SpeechException e -> throw e;
      case InterruptedException e -> throw e;
      case BlockRead.NoRangesException e -> throw e;
      case IOException e -> throw failed(e);
      case Exception e -> throw new IllegalStateException("a part failed", e);
    }
  }

  private static void requireWanted(FetchListener listener) {
    if (listener.canceled()) {
      throw new SpeechException(ErrorCode.CANCELED, "The download was called off.");
    }
  }

  private SpeechException failed(IOException e) {
    String what =
        e instanceof BlockRead.ErrorAnswerException answer
            ? "answers with the error " + answer.status()
            : "broke the connection";
    return new SpeechException(ErrorCode.DEPENDENCY_FAILED, uri.getHost() + " " + what + ".", e);
  }
}
