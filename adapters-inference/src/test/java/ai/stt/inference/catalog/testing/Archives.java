package ai.stt.inference.catalog.testing;

import ai.stt.app.catalog.ModelSource.PackagedFile;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small package archives. */
public final class Archives {
  private Archives() {}

  /** A zip of these files. */
  public static Path zip(Path target, Map<String, byte[]> files) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(target))) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return target;
  }

  /** Compressed tar bytes of raw records made by {@link #entry}. */
  public static Path tgz(Path target, byte[]... records) throws IOException {
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(target))) {
      for (byte[] record : records) {
        gzip.write(record);
      }
      gzip.write(new byte[1024]);
    }
    return target;
  }

  /** A tar record: header and padded content. */
  public static byte[] entry(char type, String name, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, "%011o".formatted(content.length));
    header[156] = (byte) type;
    put(header, 257, "ustar");
    var out = new ByteArrayOutputStream();
    out.writeBytes(header);
    out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    return out.toByteArray();
  }

  /** The content of a pax header that gives the next entry its path. */
  public static byte[] paxPath(String path) {
    String body = " path=" + path + "\n";
    int length = body.length() + 2;
    length = body.length() + Integer.toString(length).length();
    return (length + body).getBytes(StandardCharsets.UTF_8);
  }

  /** What a catalog says of a file with this content. */
  public static PackagedFile wanted(String path, String as, byte[] content) {
    return new PackagedFile(path, as, content.length, sha256(content));
  }

  /** SHA-256 as lower-case hex. */
  public static String sha256(byte[] content) {
    return HexFormat.of().formatHex(VerifiedCopy.sha256().digest(content));
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
