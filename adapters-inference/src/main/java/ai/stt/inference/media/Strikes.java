package ai.stt.inference.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the content of files that brought a decoder down, so that a file which did so twice is
 * refused unseen for a while. Bounded: the oldest are forgotten first. Thread-safe.
 */
final class Strikes {
  private static final int MAX_STRIKES = 2;
  private static final int MAX_FILES = 1024;
  private static final int SAMPLED_BYTES = 1 << 16;

  private final long keptNanos;
  private final LongSupplier nanoTime;
  private final Map<String, Strike> strikes = new LinkedHashMap<>();

  private record Strike(int count, long atNanos) {}

  /**
   * An empty memory.
   *
   * @param kept how long a strike counts
   * @param nanoTime the clock
   */
  Strikes(Duration kept, LongSupplier nanoTime) {
    this.keptNanos = kept.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Whether the file has brought decoders down too often. Reads the file only when any has. */
  boolean refuses(Path file) {
    return !isEmpty() && count(fingerprint(file)) >= MAX_STRIKES;
  }

  /**
   * Notes that a decoder died or hung at this file.
   *
   * @return whether it must not be tried again
   */
  boolean strike(Path file) {
    String print = fingerprint(file);
    synchronized (strikes) {
      int count = count(print) + 1;
      strikes.remove(print); // to the end of the order of age
      strikes.put(print, new Strike(count, nanoTime.getAsLong()));
      Iterator<String> oldest = strikes.keySet().iterator();
      while (strikes.size() > MAX_FILES) {
        oldest.next();
        oldest.remove();
      }
      return count >= MAX_STRIKES;
    }
  }

  /** Clears a file that was decoded to its end after all. */
  void forgive(Path file) {
    String print = fingerprint(file);
    synchronized (strikes) {
      strikes.remove(print);
    }
  }

  private boolean isEmpty() {
    synchronized (strikes) {
      return strikes.isEmpty();
    }
  }

  private int count(String print) {
    synchronized (strikes) {
      @Nullable Strike strike = strikes.get(print);
      if (strike != null && nanoTime.getAsLong() - strike.atNanos() > keptNanos) {
        strikes.remove(print);
        strike = null;
      }
      return strike == null ? 0 : strike.count();
    }
  }

  /** Size and SHA-256 of both ends: enough to know a file again without reading gigabytes. */
  private static String fingerprint(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long size = channel.size();
      digest(channel, 0, digest);
      digest(channel, Math.max(0, size - SAMPLED_BYTES), digest);
      return size + ":" + HexFormat.of().formatHex(digest.digest());
    } catch (IOException | NoSuchAlgorithmException e) {
      return "unreadable:" + file;
    }
  }

  private static void digest(FileChannel channel, long from, MessageDigest digest)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SAMPLED_BYTES);
    int read;
    do {
      read = channel.read(bytes, from + bytes.position());
    } while (read > 0);
    digest.update(bytes.flip());
  }
}
