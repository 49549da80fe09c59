package ai.stt.inference.catalog.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks of a part file are whole, kept in a file beside it: its first line is the server's
 * validator, each further one the number of a block. Lines are only ever added, so a program that
 * is killed loses at most the blocks that were under way. Thread-safe.
 */
final class BlockMap {
  private final Path file;
  private final BitSet whole = new BitSet();
  private final BitSet taken = new BitSet();
  private final int blocks;
  private @Nullable String etag;
  private boolean begun;

  private BlockMap(Path file, int blocks) {
    this.file = file;
    this.blocks = blocks;
  }

  /** The map of a part. */
  static Path beside(Path part) {
    return part.resolveSibling(part.getFileName() + ".blocks");
  }

  /** Reads what is there. */
  static BlockMap open(Path part, int blocks) throws IOException {
    var map = new BlockMap(beside(part), blocks);
    try {
      List<String> lines = Files.readAllLines(map.file);
      map.begun = !lines.isEmpty() && Files.exists(part);
      for (int i = 1; map.begun && i < lines.size(); i++) {
        map.mark(lines.get(i));
      }
      map.etag = map.begun && !lines.getFirst().isEmpty() ? lines.getFirst() : null;
    } catch (NoSuchFileException e) {
      map.begun = false;
    }
    return map;
  }

  private void mark(String line) {
    if (line.matches("\\d{1,7}") && Integer.parseInt(line) < blocks) {
      whole.set(Integer.parseInt(line));
      taken.set(Integer.parseInt(line));
    }
  }

  /** Whether an earlier try has left something. */
  synchronized boolean begun() {
    return begun;
  }

  /** Forgets everything and begins with a server's validator; null when it has none. */
  synchronized void begin(@Nullable String validator) throws IOException {
    etag = validator;
    begun = true;
    Files.writeString(file, (validator == null ? "" : validator) + "\n");
  }

  /** The server's validator. */
  synchronized @Nullable String etag() {
    return etag;
  }

  /** The next block that nobody has; -1 when there is none. */
  synchronized int take() {
    int block = taken.nextClearBit(0);
    if (block >= blocks) {
      return -1;
    }
    taken.set(block);
    return block;
  }

  /** A block was not to be had; somebody else may try. */
  synchronized void giveBack(int block) {
    taken.clear(block);
  }

  /** A block is on the disk. */
  synchronized void done(int block) throws IOException {
    whole.set(block);
    Files.writeString(file, block + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  /** How many blocks are whole. */
  synchronized int count() {
    return whole.cardinality();
  }
}
