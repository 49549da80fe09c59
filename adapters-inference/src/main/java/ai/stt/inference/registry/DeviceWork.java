package ai.stt.inference.registry;

import ai.stt.app.operation.DeviceHealth;
import ai.stt.inference.plugin.Reason;
import ai.stt.plugin.Model;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends what a device does to calls and loads: one that is full, and one that is gone. Thread-safe.
 */
final class DeviceWork {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceWork.class);

  /** Memory that others took is mistaken for a model's up to so many times its estimate. */
  private static final int MOST_TIMES = 4;

  private final DeviceCare care;
  private final ModelRoom room;
  private final Supplier<Collection<ModelSlot>> all;
  private final AtomicInteger loading = new AtomicInteger();
  private final AtomicInteger loads = new AtomicInteger();

  DeviceWork(DeviceCare care, ModelRoom room, Supplier<Collection<ModelSlot>> all) {
    this.care = care;
    this.room = room;
    this.all = all;
  }

  DeviceHealth health() {
    return care.health();
  }

  /** What a failure means here, of which {@link DeviceFault} has read the words. */
  DeviceFault judged(DeviceFault words) {
    return words == DeviceFault.LOST && !care.gpu() ? DeviceFault.NONE : words;
  }

  /**
   * After a call that failed: makes room and makes it again, once, when the device was full; sees
   * to it that nobody uses what was on a device that is gone.
   *
   * @param fault what the failure says about the device
   * @param letGo lets the model of the call go
   * @return the result of the second try
   * @throws Throwable the failure when the device has no part in it, or what the caller is to do
   */
  @Nullable Object mend(Throwable failure, DeviceFault fault, RepeatedCall call, Runnable letGo)
      throws Throwable {
    return switch (fault) {
      case NONE -> throw failure;
      case LOST -> {
        lost(Reason.of(failure));
        letGo.run(); // it may have been loaded while the device went
        throw DeviceCare.interrupted(failure);
      }
      case OUT_OF_MEMORY -> {
        room.relieve();
        if (!call.possible()) {
          throw DeviceCare.full(failure);
        }
        yield again(call);
      }
    };
  }

  private static @Nullable Object again(RepeatedCall call) throws Throwable {
    try {
      return call.again();
    } catch (RuntimeException | Error e) {
      throw DeviceFault.of(e) == DeviceFault.OUT_OF_MEMORY ? DeviceCare.full(e) : e;
    }
  }

  /**
   * The GPU is gone: what was on it is let go, and engines are made anew without it. Once; whoever
   * meets the same loss goes on when that is done.
   */
  synchronized void lost(String reason) {
    if (!care.health().lose(reason)) {
      return;
    }
    LOG.error(
        "The GPU is gone: {}; {}",
        reason,
        care.cpuFallback() ? "models go on on the processor" : "nothing can run");
    care.renewEngines().run();
    all.get().forEach(ModelSlot::loseDevice);
  }

  /** As {@link DeviceCare#requireUsable}. */
  void requireUsable() {
    care.requireUsable();
  }

  /** As {@link ModelRoom#awaitLeaving}. */
  void awaitLeaving() throws InterruptedException {
    var _ = room.awaitLeaving();
  }

  /** Frees what is idle; whether there was anything. */
  boolean relieve() {
    return room.relieve();
  }

  /**
   * Loads, and measures what the device's memory loses, unless something else is loaded or at work
   * meanwhile.
   *
   * @param estimate what its plugin says; a measurement of more than a few times that is not
   *     believed beyond it
   * @param quiet as {@link RunningCalls#quiet}
   */
  Model measured(ModelLoad load, long estimate, LongSupplier quiet, Callable<Model> loader)
      throws Exception {
    int before = loads.incrementAndGet();
    long calls = quiet.getAsLong();
    boolean alone = loading.getAndIncrement() == 0 && calls >= 0;
    long used = care.usedBytes().getAsLong();
    try {
      Model model = loader.call();
      long now = care.usedBytes().getAsLong();
      boolean still = alone && loads.get() == before && quiet.getAsLong() == calls;
      if (still && used >= 0 && now > used) {
        load.measured(Math.min(now - used, MOST_TIMES * estimate));
      }
      return model;
    } finally {
      loading.decrementAndGet();
    }
  }
}
