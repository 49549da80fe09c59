package ai.stt.inference.bundle;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a bundle holds: its first entry, {@code bundle.json}. The others follow in this order.
 *
 * @param format 1
 * @param version of the program
 * @param platform that the program and the libraries run on, such as {@code linux-x86_64}
 * @param files everything else
 */
public record BundleManifest(int format, String version, String platform, List<Item> files) {
  /** Its name in the archive. */
  static final String NAME = "bundle.json";

  /** The largest manifest. */
  static final int MOST_BYTES = 16 << 20;

  static final int FORMAT = 1;
  private static final Set<String> ROOMS =
      Set.of("program", "models", "natives", "plugins", "fonts");
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9._+@$-]{0,200}");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /**
   * A file.
   *
   * @param path in the archive and under the home folder; parts divided by slashes
   * @param sizeBytes its size
   * @param sha256 of it, in hex
   * @param executable whether it is a program
   */
  public record Item(String path, long sizeBytes, String sha256, boolean executable) {
    /** Checks that the path cannot lead out of the home, nor anywhere but where bundles go. */
    public Item {
      if (!isPath(path)) {
        throw new IllegalArgumentException("a path that no bundle has: " + path);
      }
      if (sizeBytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("no size or no checksum: " + path);
      }
    }

    /** Whether bundles may have this path. */
    static boolean isPath(String path) {
      String[] parts = path.split("/", -1);
      boolean plain = parts.length >= 2 && parts.length <= 20 && ROOMS.contains(parts[0]);
      for (String part : parts) {
        plain &= PART.matcher(part).matches();
      }
      return plain;
    }
  }

  /** Checks that no two files have one path. */
  public BundleManifest {
    files = List.copyOf(files);
    Set<String> paths = new HashSet<>();
    for (Item item : files) {
      if (!paths.add(item.path().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("a path twice: " + item.path());
      }
    }
  }

  static BundleManifest read(byte[] json) throws IOException {
    return JSON.readValue(json, BundleManifest.class);
  }

  byte[] write() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /** Bytes of all files. */
  public long sizeBytes() {
    return files.stream().mapToLong(Item::sizeBytes).sum();
  }
}
