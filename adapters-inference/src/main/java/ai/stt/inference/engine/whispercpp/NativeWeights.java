package ai.stt.inference.engine.whispercpp;

import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperShape;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.lang.foreign.MemorySegment;

/** A {@code whisper_context}. Freed when it is closed and its last session has ended. */
final class NativeWeights implements WhisperWeights {
  private final WhisperCppLibrary library;
  private final MemorySegment context;
  private final WhisperShape shape;
  private final SharedThreads threads;
  private final boolean aligned;
  private int sessions;
  private boolean closed;

  NativeWeights(
      WhisperCppLibrary library,
      MemorySegment context,
      WhisperShape shape,
      SharedThreads threads,
      boolean aligned) {
    this.library = library;
    this.context = context;
    this.shape = shape;
    this.threads = threads;
    this.aligned = aligned;
  }

  @Override
  public WhisperShape shape() {
    return shape;
  }

  @Override
  public int windowsAtOnce() {
    return 1;
  }

  @Override
  public WhisperSession open() {
    acquire();
    MemorySegment state = library.functions().initState(context);
    if (state.equals(MemorySegment.NULL)) {
      release();
      throw new SpeechException(
          ErrorCode.OVERLOADED, "there is no memory for another transcription; try again later");
    }
    return new NativeSession(this, state);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      freeWhenUnused();
    }
  }

  WhisperCppLibrary library() {
    return library;
  }

  MemorySegment context() {
    return context;
  }

  SharedThreads threads() {
    return threads;
  }

  /** Whether tokens are aligned with the sound. */
  boolean aligned() {
    return aligned;
  }

  synchronized void release() {
    sessions--;
    freeWhenUnused();
  }

  private synchronized void acquire() {
    if (closed) {
      throw new IllegalStateException("the weights are closed");
    }
    sessions++;
  }

  private void freeWhenUnused() {
    if (closed && sessions == 0) {
      library.functions().free(context);
    }
  }
}
