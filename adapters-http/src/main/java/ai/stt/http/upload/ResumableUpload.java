package ai.stt.http.upload;

import java.time.Instant;

/**
 * A file that comes in pieces.
 *
 * @param id unguessable
 * @param length of the whole file, bytes
 * @param offset bytes that are there
 * @param metadata as the client gave it; may be empty
 * @param expiresAt when it is deleted unless more of it comes
 */
public record ResumableUpload(
    String id, long length, long offset, String metadata, Instant expiresAt) {
  /** Whether all of it is there. */
  public boolean isComplete() {
    return offset == length;
  }
}
