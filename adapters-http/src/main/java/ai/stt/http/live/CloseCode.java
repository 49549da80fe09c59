package ai.stt.http.live;

import ai.stt.speech.error.ErrorCode;

/** The numbers with which connections are closed. */
final class CloseCode {
  static final int DONE = 1000;
  static final int GOING_AWAY = 1001;
  static final int FAULT = 1011;
  static final int IDLE = 4408;

  private CloseCode() {}

  /**
   * The number of an error: 4000 and its HTTP status, or 1011 for faults that are not the caller's.
   */
  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_REQUEST, UNSUPPORTED_MEDIA, TOO_LARGE, NOT_FOUND, CONFLICT -> 4400;
      case UNAUTHORIZED -> 4401;
      case NO_CREDITS -> 4402;
      case FORBIDDEN -> 4403;
      case RATE_LIMITED, OVERLOADED -> 4429;
      case CANCELED, MODEL_UNAVAILABLE, DEPENDENCY_FAILED, SHUTTING_DOWN, INTERNAL -> FAULT;
    };
  }
}
