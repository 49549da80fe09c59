package ai.stt.config.cli;

import ai.stt.config.settings.SettingsException;
import ai.stt.speech.error.SpeechException;

/** What the process tells the script that called it. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAULT = 1;
  static final int USAGE = 2;
  static final int BAD_INPUT = 3;
  static final int UNAVAILABLE = 4;
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** Of two, that of the whole: a fault of the program is never hidden behind bad input. */
  static int worse(int one, int other) {
    return one == FAULT || other == FAULT ? FAULT : Math.max(one, other);
  }

  static int of(Throwable error) {
    return switch (error) {
      case SettingsException e -> USAGE;
      case InterruptedException e -> INTERRUPTED;
      case SpeechException e ->
          switch (e.code()) {
            case INVALID_REQUEST, UNAUTHORIZED, NO_CREDITS, FORBIDDEN, NOT_FOUND, CONFLICT -> USAGE;
            case UNSUPPORTED_MEDIA, TOO_LARGE -> BAD_INPUT;
            case MODEL_UNAVAILABLE, DEPENDENCY_FAILED, OVERLOADED, RATE_LIMITED -> UNAVAILABLE;
            case CANCELED, SHUTTING_DOWN -> INTERRUPTED;
            case INTERNAL -> FAULT;
          };
      default -> FAULT;
    };
  }
}
