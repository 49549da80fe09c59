package ai.stt.http.transcript;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The header that names a download (RFC 6266), whatever the title holds. */
final class Attachment {
  private static final int LONGEST = 100;

  private Attachment() {}

  /** The value of {@code Content-Disposition}: printable ASCII without anything to break out of. */
  static String named(String title, String extension) {
    return header(bare(title) + "." + extension);
  }

  /** As {@link #named(String, String)}, for a title that may have an extension itself. */
  static String named(String title) {
    return header(bare(title));
  }

  private static String bare(String title) {
    String name = title.replaceAll("[\\p{Cntrl}\"\\\\/:*?<>|%;]+", "_").strip();
    int length = Math.min(LONGEST, name.codePointCount(0, name.length()));
    name = name.substring(0, name.offsetByCodePoints(0, length));
    return name.isEmpty() ? "transcript" : name;
  }

  private static String header(String full) {
    String ascii = full.replaceAll("[^A-Za-z0-9 ._()-]", "_");
    String utf8 = URLEncoder.encode(full, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(ascii, utf8.replace("*", "%2A"));
  }
}
