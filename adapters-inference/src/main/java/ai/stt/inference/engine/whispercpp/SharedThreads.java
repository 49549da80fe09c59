package ai.stt.inference.engine.whispercpp;

import java.util.function.IntFunction;

/**
 * The processor's threads, which calls that run at once share: each has its part of those that
 * there are when it begins, so that one alone has all. Thread-safe.
 */
final class SharedThreads {
  private final int all;
  private int calls;

  SharedThreads(int all) {
    if (all < 1) {
      throw new IllegalArgumentException("threads is not positive: " + all);
    }
    this.all = all;
  }

  /** Makes a call with so many threads. */
  <T> T call(IntFunction<T> call) {
    int threads = begin();
    try {
      return call.apply(threads);
    } finally {
      end();
    }
  }

  private synchronized int begin() {
    calls++;
    return Math.max(1, all / calls);
  }

  private synchronized void end() {
    calls--;
  }
}
