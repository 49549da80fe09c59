package ai.stt.inference.engine.whispercpp;

import ai.stt.inference.foreign.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions that libwhisper calls back. They live as long as the process, find their run by the
 * number that travels as user data, and do too little to fail: an exception that leaves them would
 * end the process. Thread-safe.
 */
@SuppressWarnings({"restricted", "UnusedMethod"}) // native code calls the methods, by address
final class Callbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

  /** From ggml.h: 1 debug, 2 info, 3 warning, 4 error, 5 a line goes on. */
  private static final int FIRST_LEVEL_OF_TROUBLE = 3;

  private static final int LAST_LEVEL_OF_TROUBLE = 4;

  /** The library calls it an error when we end a call after its window, as we always do. */
  private static final String OUR_OWN_END = "encoder_begin_callback returned false";

  /** Time stamps of 0.02 to 0.14 s. */
  private static final int SHORT_TIMES = 7;

  private final ConcurrentMap<Long, Run> runs = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final MemorySegment log;
  private final MemorySegment abort;
  private final MemorySegment begin;
  private final MemorySegment progress;
  private final MemorySegment filter;

  Callbacks() {
    Class<MemorySegment> pointer = MemorySegment.class;
    log = stub("onLog", void.class, int.class, pointer, pointer);
    abort = stub("onAbort", boolean.class, pointer);
    begin = stub("onEncoderBegin", boolean.class, pointer, pointer, pointer);
    progress = stub("onProgress", void.class, pointer, pointer, int.class, pointer);
    filter = stub("onLogits", void.class, pointer, pointer, pointer, int.class, pointer, pointer);
  }

  /** Who hears the callbacks of one call of the engine, on the thread that is in the call. */
  interface Run {
    /** Whether the call is to end now. */
    boolean aborted();

    /** The encoder is about to hear a window; false ends the call in good order. */
    boolean goesOn();

    /** So much is done. */
    void onProgress(int percent);
  }

  /** Makes a run known under a number, which goes into the user data of its callbacks. */
  long add(Run run) {
    long id = lastId.incrementAndGet();
    runs.put(id, run);
    return id;
  }

  void remove(long id) {
    runs.remove(id);
  }

  MemorySegment log() {
    return log;
  }

  /** Points the callbacks of {@code params} at a run. */
  void attach(Struct params, long id) {
    MemorySegment user = MemorySegment.ofAddress(id);
    params
        .set("abort_callback", abort)
        .set("abort_callback_user_data", user)
        .set("encoder_begin_callback", begin)
        .set("encoder_begin_callback_user_data", user)
        .set("progress_callback", progress)
        .set("progress_callback_user_data", user);
  }

  /**
   * Keeps a run with alignment from ending the process: the native alignment aborts when less than
   * 0.16 s were heard, so no time stamp between 0 and that may be written.
   *
   * @param firstTimeStamp the token of 0.00 s
   */
  void forbidShortTimes(Struct params, int firstTimeStamp) {
    params
        .set("logits_filter_callback", filter)
        .set("logits_filter_callback_user_data", MemorySegment.ofAddress(firstTimeStamp));
  }

  @SuppressWarnings("UnusedVariable") // the parameters are those of whisper.h
  private void onLogits(
      MemorySegment context,
      MemorySegment state,
      MemorySegment tokens,
      int count,
      MemorySegment logits,
      MemorySegment user) {
    long first = user.address();
    MemorySegment all = logits.reinterpret((first + SHORT_TIMES + 1) * Float.BYTES);
    for (int i = 1; i <= SHORT_TIMES; i++) {
      all.setAtIndex(ValueLayout.JAVA_FLOAT, first + i, Float.NEGATIVE_INFINITY);
    }
  }

  private boolean onAbort(MemorySegment user) {
    @Nullable Run run = runs.get(user.address());
    return run == null || run.aborted();
  }

  @SuppressWarnings("UnusedVariable") // the parameters are those of whisper.h
  private boolean onEncoderBegin(MemorySegment context, MemorySegment state, MemorySegment user) {
    @Nullable Run run = runs.get(user.address());
    return run != null && run.goesOn();
  }

  @SuppressWarnings("UnusedVariable") // the parameters are those of whisper.h
  private void onProgress(
      MemorySegment context, MemorySegment state, int percent, MemorySegment user) {
    @Nullable Run run = runs.get(user.address());
    if (run != null) {
      run.onProgress(percent);
    }
  }

  /**
   * Errors are not more than a hint here: the caller of the engine gets and reports an exception.
   */
  @SuppressWarnings({
    "UnusedVariable",
    "EmptyCatch"
  }) // when the log itself fails, who is to be told?
  private void onLog(int level, MemorySegment text, MemorySegment user) {
    try {
      boolean trouble = level >= FIRST_LEVEL_OF_TROUBLE && level <= LAST_LEVEL_OF_TROUBLE;
      if (!trouble && !LOG.isDebugEnabled()) {
        return;
      }
      String line = text.reinterpret(Long.MAX_VALUE).getString(0).strip();
      if (trouble && !line.contains(OUR_OWN_END)) {
        LOG.info("{}", line);
      } else {
        LOG.debug("{}", line);
      }
    } catch (Throwable e) {
      // Nothing may leave an upcall.
    }
  }

  private MemorySegment stub(String method, Class<?> result, Class<?>... arguments) {
    try {
      MethodHandle target =
          MethodHandles.lookup()
              .bind(this, method, MethodType.methodType(result, List.of(arguments)));
      MemoryLayout[] layouts =
          List.of(arguments).stream().map(Callbacks::layout).toArray(MemoryLayout[]::new);
      FunctionDescriptor type =
          result == void.class
              ? FunctionDescriptor.ofVoid(layouts)
              : FunctionDescriptor.of(layout(result), layouts);
      return Linker.nativeLinker().upcallStub(target, type, Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a callback is not declared in this class", e);
    }
  }

  private static MemoryLayout layout(Class<?> type) {
    if (type == boolean.class) {
      return ValueLayout.JAVA_BOOLEAN;
    }
    return type == int.class ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS;
  }
}
