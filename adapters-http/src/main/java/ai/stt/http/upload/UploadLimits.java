package ai.stt.http.upload;

/**
 * How much one body may hold.
 *
 * @param fileBytes of the file
 * @param fieldBytes of every other field
 */
public record UploadLimits(long fileBytes, int fieldBytes) {
  /** Parts of one body, the file included. */
  static final int MAX_PARTS = 100;

  /** Of the headers of one part; a file name of 4,000 characters in any encoding fits in. */
  static final int MAX_PART_HEADER_BYTES = 64 << 10;

  /** Of all that is not the file: boundaries, headers, fields. */
  private static final long OVERHEAD_BYTES = 4L << 20;

  /** Of the whole body. */
  long bodyBytes() {
    return Math.addExact(fileBytes, OVERHEAD_BYTES);
  }

  /** The size of the largest file as people say it. */
  String fileSizeText() {
    if (fileBytes >= 1 << 20) {
      return "%.4g MB".formatted(fileBytes / (double) (1 << 20)).replace(".000", "");
    }
    return fileBytes + " bytes";
  }
}
