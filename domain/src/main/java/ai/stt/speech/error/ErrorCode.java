package ai.stt.speech.error;

/** Every way in which the platform says no. The names are public: clients may match on them. */
public enum ErrorCode {
  /** A field is missing or has a value that is not allowed. */
  INVALID_REQUEST(Kind.CALLER, false),
  /** The key is missing or not valid. */
  UNAUTHORIZED(Kind.CALLER, false),
  /** The account has not the credits that this costs. */
  NO_CREDITS(Kind.CALLER, false),
  /** The plan or key does not include this. */
  FORBIDDEN(Kind.CALLER, false),
  /** There is no such thing, or it is somebody else's. */
  NOT_FOUND(Kind.CALLER, false),
  /** What is asked for contradicts what is there. */
  CONFLICT(Kind.CALLER, false),
  /** The file is larger than allowed. */
  TOO_LARGE(Kind.CALLER, false),
  /** The file holds no audio that can be decoded. */
  UNSUPPORTED_MEDIA(Kind.CALLER, false),
  /** The caller asked too often. */
  RATE_LIMITED(Kind.CALLER, true),
  /** The caller went away or called its work off. */
  CANCELED(Kind.CALLER, false),
  /** All places are taken. */
  OVERLOADED(Kind.CAPACITY, true),
  /** The model is not installed, failed to load, or its device is gone. */
  MODEL_UNAVAILABLE(Kind.DEPENDENCY, true),
  /** A download or another machine failed. */
  DEPENDENCY_FAILED(Kind.DEPENDENCY, true),
  /** The server is going down. */
  SHUTTING_DOWN(Kind.CAPACITY, true),
  /** A fault of ours. */
  INTERNAL(Kind.INTERNAL, false);

  /** Who has to act. */
  public enum Kind {
    CALLER,
    CAPACITY,
    DEPENDENCY,
    INTERNAL
  }

  private final Kind kind;
  private final boolean retryable;

  ErrorCode(Kind kind, boolean retryable) {
    this.kind = kind;
    this.retryable = retryable;
  }

  /** Who has to act. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same request can succeed later. */
  public boolean retryable() {
    return retryable;
  }
}
