package ai.stt.inference.engine.llama;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import ai.stt.inference.foreign.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Stops a pass of the network from outside. The engine asks its callback before every operation,
 * hundreds of times a token, so that is no Java method: it is C's {@code strlen}, whose result is
 * true as long as the text at the address is not empty. Thread-safe.
 */
@SuppressWarnings("restricted") // native access is what this package is for
final class StopFlag implements AutoCloseable {
  private static final VarHandle BYTE = JAVA_BYTE.varHandle();

  private final Arena arena = Arena.ofShared();
  private final MemorySegment text = arena.allocate(2);

  /** Makes a context listen; it must be freed before this is closed. */
  void attach(Struct contextParams) {
    MemorySegment strlen =
        Linker.nativeLinker()
            .defaultLookup()
            .find("strlen")
            .orElseThrow(() -> new IllegalStateException("the C library has no strlen"));
    contextParams.set("abort_callback", strlen).set("abort_callback_data", text);
  }

  void raise() {
    BYTE.setRelease(text, 0L, (byte) '!');
  }

  void lower() {
    BYTE.setRelease(text, 0L, (byte) 0);
  }

  @Override
  public void close() {
    arena.close();
  }
}
