package ai.stt.inference.media.child;

import ai.stt.inference.media.wire.Format;
import ai.stt.inference.media.wire.MediaHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/** A decoding child that does what the file says: the stand-in for a bug in native code. */
public final class MisbehavingChild {
  /** Samples that it gives before it misbehaves: two seconds. */
  public static final int BEFORE = 32_000;

  /** Bytes outside its heap that it asks for: more than the lid that the test puts on it. */
  private static final long HOARD = 2L << 30;

  private MisbehavingChild() {}

  /** Serves like the real child. */
  public static void main(String[] args) throws Exception {
    new ChildLoop(System.in, System.out, MisbehavingChild::decode).run();
  }

  private static int decode(Path file, Format format, Answer answer) throws IOException {
    String order = Files.readString(file);
    if (order.startsWith("crash at once")) {
      Runtime.getRuntime().halt(139);
    }
    answer.header(new MediaHeader("test", "test", 16_000, 1, 4.0, false));
    answer.samples(new float[BEFORE], BEFORE);
    switch (order.split(":", -1)[0]) {
      case "crash" -> Runtime.getRuntime().halt(139);
      case "hang" -> sleep(60_000);
      case "babble" -> System.out.println("[aac @ 0x1234] something that no protocol knows");
      case "hoard" -> {
        try (Arena arena = Arena.ofConfined()) {
          arena.allocate(HOARD);
        }
      }
      case "trickle" -> {
        for (int i = 0; i < 100; i++) {
          sleep(200);
          answer.samples(new float[160], 160);
          answer.flush();
        }
      }
      default -> {}
    }
    answer.samples(new float[BEFORE], BEFORE);
    return 0;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
