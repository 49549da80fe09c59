package ai.stt.http.upload;

import ai.stt.speech.error.ErrorCode;

/** Why a request of the tus protocol is refused, with the status that the protocol wants for it. */
final class TusProblem extends RuntimeException {
  static final int LOCKED = 423;
  static final int CHECKSUM_MISMATCH = 460;
  private static final long serialVersionUID = 1L;

  private final int status;
  private final ErrorCode code;

  TusProblem(int status, ErrorCode code, String sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  ErrorCode code() {
    return code;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }

  static TusProblem unknown() {
    return new TusProblem(
        404, ErrorCode.NOT_FOUND, "there is no such upload, or it has expired; create a new one");
  }
}
