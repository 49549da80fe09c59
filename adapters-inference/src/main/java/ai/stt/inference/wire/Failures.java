package ai.stt.inference.wire;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How exceptions go to the other process: an error of the platform as what it is, those of the JDK
 * by their class where it can be made here, all others by their words; each with its causes and the
 * places where it was thrown. One that came from there goes back as itself.
 */
final class Failures {
  private static final int MOST_CAUSES = 10;
  private static final int FRAMES = 24;
  private static final int END = 0;
  private static final int THEIRS = 1;
  private static final int SPEECH = 2;
  private static final int OTHER = 3;

  private Failures() {}

  /**
   * Writes an exception.
   *
   * @param theirs the number of what came from the other side, 0 for what did not
   */
  static void write(WireOut out, Throwable thrown, ToLongFunction<Throwable> theirs) {
    Throwable at = thrown;
    for (int i = 0; at != null && i < MOST_CAUSES; i++, at = at.getCause()) {
      long number = theirs.applyAsLong(at);
      if (number != 0) {
        out.int8(THEIRS).int64(number);
        return;
      }
      if (at instanceof SpeechException error) {
        out.int8(SPEECH).text(error.code().name()).text(error.getMessage());
        out.int64(error.retryAfter().map(Duration::toMillis).orElse(-1L));
      } else {
        String message = messageOf(at);
        out.int8(OTHER).text(at.getClass().getName()).flag(message != null);
        if (message != null) {
          out.text(message);
        }
      }
      trace(out, at);
    }
    out.int8(END);
  }

  /** The message is foreign code as well and may throw. */
  private static @Nullable String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable broken) {
      return null;
    }
  }

  private static void trace(WireOut out, Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    int count = Math.min(trace.length, FRAMES);
    out.int32(count);
    for (int i = 0; i < count; i++) {
      out.text(trace[i].getClassName()).text(trace[i].getMethodName());
      out.text(String.valueOf(trace[i].getFileName())).int32(trace[i].getLineNumber());
    }
  }

  /**
   * Reads an exception.
   *
   * @param ours what was thrown here, by its number
   */
  static Throwable read(WireIn in, LongFunction<@Nullable Throwable> ours) {
    Throwable thrown = read(in, ours, 0);
    if (thrown == null) {
      throw new BrokenFrameException("nothing was thrown");
    }
    return thrown;
  }

  private static @Nullable Throwable read(
      WireIn in, LongFunction<@Nullable Throwable> ours, int depth) {
    int kind = depth > MOST_CAUSES ? END : in.int8();
    return switch (kind) {
      case END -> null;
      case THEIRS -> {
        Throwable known = ours.apply(in.int64());
        yield known == null ? new RemoteFailure("a failure that is forgotten") : known;
      }
      case SPEECH -> {
        ErrorCode code = code(in.text());
        String message = in.text();
        long millis = in.int64();
        Duration retryAfter = millis < 0 ? null : Duration.ofMillis(millis);
        StackTraceElement[] trace = trace(in);
        var thrown = new SpeechException(code, message, retryAfter, read(in, ours, depth + 1));
        thrown.setStackTrace(trace);
        yield thrown;
      }
      case OTHER -> {
        Throwable thrown = made(in.text(), in.flag() ? in.text() : null);
        thrown.setStackTrace(trace(in));
        Throwable cause = read(in, ours, depth + 1);
        yield cause == null || thrown.getCause() != null ? thrown : caused(thrown, cause);
      }
      default -> throw new BrokenFrameException("there is no failure of kind " + kind);
    };
  }

  /** Some kinds of the JDK let nobody set their cause. */
  private static Throwable caused(Throwable thrown, Throwable cause) {
    try {
      return thrown.initCause(cause);
    } catch (IllegalStateException e) {
      thrown.addSuppressed(cause);
      return thrown;
    }
  }

  private static ErrorCode code(String name) {
    try {
      return ErrorCode.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new BrokenFrameException("there is no error " + name);
    }
  }

  private static StackTraceElement[] trace(WireIn in) {
    var trace = new StackTraceElement[in.count(Integer.BYTES)];
    for (int i = 0; i < trace.length; i++) {
      trace[i] = new StackTraceElement(in.text(), in.text(), in.text(), in.int32());
    }
    return trace;
  }

  private static Throwable made(String name, @Nullable String message) {
    try {
      Class<?> type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
      if (name.startsWith("java.lang.") && Throwable.class.isAssignableFrom(type)) {
        return (Throwable) type.getConstructor(String.class).newInstance(message);
      }
    } catch (ReflectiveOperationException e) {
      // it is told in words
    }
    String kind = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    return new RemoteFailure(
        message == null ? kind : message.contains(" ") ? message : kind + ": " + message);
  }
}
