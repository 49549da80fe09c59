package ai.stt.inference.registry;

import ai.stt.plugin.Model;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A model in memory. Its leases and whether it was dropped are guarded by the lock of its slot. */
final class HeldModel {
  /** Faults in a row after which a model counts as broken. */
  private static final int MOST_FAULTS = 3;

  private final Model model;
  private final AtomicInteger faults = new AtomicInteger();

  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private final FullDevice full;
  private volatile boolean stuck;

  /** What it took of the device's memory when it was loaded; 0 when nobody knows. */
  private final long measuredBytes;

  /** Those who use it. */
  int leases;

  /** It has no slot any more, and is closed with its last lease. */
  boolean dropped;

  HeldModel(Model model, long measuredBytes, FullDevice full) {
    this.full = full;
    this.model = model;
    this.measuredBytes = measuredBytes;
  }

  long measuredBytes() {
    return measuredBytes;
  }

  /** Completes when its memory is free. */
  CompletableFuture<Void> closed() {
    return closed;
  }

  /** Nobody waits any more for it to be closed. */
  void giveUpClosing() {
    stuck = true;
  }

  boolean isStuck() {
    return stuck;
  }

  FullDevice full() {
    return full;
  }

  Model model() {
    return model;
  }

  /** A call went as it should. */
  void worked() {
    if (faults.get() != 0) {
      faults.set(0);
    }
    full.worked();
  }

  /** Counts a fault; whether it is time to give the model up. */
  boolean faulted(Throwable fault) {
    boolean unfit = fault instanceof LinkageError; // it would come back at every call
    return faults.incrementAndGet() >= MOST_FAULTS || unfit;
  }
}
