package ai.stt.inference.engine.whispercpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/**
 * The OpenMP runtime that the packaged library computes with. Its threads burn their core while
 * they wait for each other, which on a busy machine (several jobs at once, or other programs) makes
 * everything several times slower; told so before it is loaded, they sleep.
 */
@SuppressWarnings("restricted") // native access is what this package is for
final class OpenMp {
  private static final int KEEP = 0;

  private OpenMp() {}

  /** Sets the wait policy of the process, unless the operator has set one. */
  static void sleepWhileWaiting() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setenv")
        .ifPresent(
            address -> {
              var type = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
              try (Arena arena = Arena.ofConfined()) {
                var _ =
                    (int)
                        linker
                            .downcallHandle(address, type)
                            .invokeExact(
                                arena.allocateFrom("OMP_WAIT_POLICY"),
                                arena.allocateFrom("passive"),
                                KEEP);
              } catch (Throwable e) {
                throw new IllegalStateException("setenv failed", e);
              }
            });
  }
}
