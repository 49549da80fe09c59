package ai.stt.inference.media;

import ai.stt.inference.media.wire.Format;
import ai.stt.inference.media.wire.Frame;
import ai.stt.inference.media.wire.Request;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One decoding child and the pipes to it. A thread of its own reads ahead by a few seconds of
 * audio; then the full pipe makes the child wait. One borrower at a time; {@link #kill} from any
 * thread.
 */
final class DecoderProcess {
  private static final int READ_AHEAD_FRAMES = 4;
  private static final int KEPT_STDERR_BYTES = 4096;
  private static final Duration STOP_TIMEOUT = Duration.ofMillis(500);

  private final Process process;
  private final DataOutputStream requests;
  private final BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(READ_AHEAD_FRAMES);
  private final Thread reader;
  private final Thread complaints;
  private volatile String lastWords = "";
  private volatile boolean discarding;
  private long lastId;

  private DecoderProcess(Process process) {
    this.process = process;
    this.requests = new DataOutputStream(process.getOutputStream());
    this.reader = daemon("media-read-", this::readFrames);
    this.complaints = daemon("media-stderr-", this::readComplaints);
  }

  /**
   * Starts a child and waits until it has loaded its libraries.
   *
   * @throws IOException when it does not get ready in time
   */
  static DecoderProcess start(ChildCommand command, Duration timeout)
      throws IOException, InterruptedException {
    var child = new DecoderProcess(command.process().start());
    boolean ready = false;
    try {
      ready = child.next(timeout) instanceof Frame.Ready;
    } finally {
      if (!ready) {
        child.kill();
      }
    }
    if (!ready) {
      child.complaints.join(Duration.ofSeconds(1));
      throw new IOException("a media decoder does not start: " + child.lastWords);
    }
    return child;
  }

  /** Asks for a file; its frames follow through {@link #next}. */
  void decode(Path file, Format format) throws IOException {
    new Request.Decode(++lastId, file.toAbsolutePath().toString(), format).writeTo(requests);
  }

  /** The next frame, or null when none came in time. */
  @Nullable Frame next(Duration timeout) throws InterruptedException {
    return frames.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Ends the running decoding early and throws its frames away.
   *
   * @return whether the child obeyed at once, and so can be lent again
   */
  boolean stop() {
    discarding = true;
    try {
      new Request.Stop(lastId).writeTo(requests);
      long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
      while (true) {
        switch (next(Duration.ofNanos(deadline - System.nanoTime()))) {
          case Frame.End _, Frame.Refused _ -> {
            return true;
          }
          case Frame.Lost _ -> {
            return false;
          }
          case null -> {
            return false;
          }
          case Frame.Ready _, Frame.Header _, Frame.Pcm _ -> {}
        }
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      discarding = false;
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Completes when the process has ended, for whatever reason. */
  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  /** What the child last wrote to its standard error, for the log. */
  String lastWords() {
    return lastWords;
  }

  /** Ends the process at once. Idempotent. */
  void kill() {
    process.destroyForcibly();
    reader.interrupt();
  }

  private void readFrames() {
    var in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    try (in) {
      Frame frame;
      do {
        frame = Frame.readFrom(in);
        if (!(discarding && frame instanceof Frame.Pcm)) {
          frames.put(frame);
        }
      } while (!(frame instanceof Frame.Lost));
    } catch (InterruptedException | IOException e) {
      return; // killed, so nobody reads on
    }
  }

  private void readComplaints() {
    byte[] bytes = new byte[KEPT_STDERR_BYTES];
    try (InputStream in = process.getErrorStream()) {
      int read;
      while ((read = in.read(bytes)) >= 0) {
        lastWords = new String(bytes, 0, read, StandardCharsets.UTF_8).strip();
      }
    } catch (IOException e) {
      return; // the process is gone
    }
  }

  private static Thread daemon(String name, Runnable work) {
    return Thread.ofPlatform().name(name, 0).daemon().start(work);
  }
}
