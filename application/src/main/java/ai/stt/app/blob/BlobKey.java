package ai.stt.app.blob;

/**
 * The name of a blob: parts of letters, digits, {@code . _ -}, separated by slashes, such as {@code
 * accounts/7/jobs/12/audio}. A part never starts with a dot, so no name leads out of a folder.
 *
 * @param value at most 512 characters
 */
public record BlobKey(String value) {
  private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}";

  /** Checks the name. */
  public BlobKey {
    if (value.length() > 512 || !value.matches(PART + "(/" + PART + ")*")) {
      throw new IllegalArgumentException("not the name of a blob: " + value);
    }
  }

  /** A name below this one. */
  public BlobKey child(String part) {
    return new BlobKey(value + "/" + part);
  }

  @Override
  public String toString() {
    return value;
  }
}
