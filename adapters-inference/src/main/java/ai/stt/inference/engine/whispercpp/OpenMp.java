package ai.stt.inference.engine.whispercpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/**
 * The OpenMP runtime (GNU libgomp) that the packaged library computes with. Its threads burn their
 * core while they wait for each other, which on a busy machine (several jobs at once, or other
 * programs) makes everything several times slower; never to spin costs a tenth on a quiet one. So,
 * told before it is loaded, they spin for the time of one small operation and then sleep.
 */
@SuppressWarnings("restricted") // native access is what this package is for
final class OpenMp {
  private static final int KEEP = 0;

  /** Rounds of the waiting loop, a few tens of nanoseconds each. */
  private static final String SPINS = "10000";

  private OpenMp() {}

  /** Sets how long threads of this process spin, unless the operator has set it. */
  static void sleepSoonWhileWaiting() {
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
                                arena.allocateFrom("GOMP_SPINCOUNT"),
                                arena.allocateFrom(SPINS),
                                KEEP);
              } catch (Throwable e) {
                throw new IllegalStateException("setenv failed", e);
              }
            });
  }
}
