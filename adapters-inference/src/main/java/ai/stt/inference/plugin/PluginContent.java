package ai.stt.inference.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** The rules for the files inside of a plugin: no natives, no classes of the host, no way out. */
final class PluginContent {
  private static final Pattern NATIVE_NAME =
      Pattern.compile(".*\\.(so(\\.[0-9.]+)?|dll|dylib|jnilib)");
  private static final Pattern ROOT = Pattern.compile("^(classes/)?(META-INF/versions/\\d+/)?");

  /** All packages of ours are the host's, whichever come, but those of our plugins. */
  private static final Pattern HOST_CLASS =
      Pattern.compile("(ai/stt/(?!model/)|org/slf4j/|org/pf4j/).*\\.class");

  private static final int ELF = 0x7f454c46;
  private static final List<Integer> MACH_O =
      List.of(0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe);
  private static final int MACH_O_FAT_OR_CLASS = 0xcafebabe;
  private static final int FIRST_CLASS_FILE_VERSION = 45;
  private static final int PE_OFFSET_AT = 0x3c;

  private PluginContent() {}

  /** Checks a file by its name alone. */
  static void checkName(String where, String name) {
    if (NATIVE_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      throw nativeLibrary(where + name);
    }
    String path = ROOT.matcher(name).replaceFirst("");
    if (HOST_CLASS.matcher(path).matches()) {
      throw new PluginRefusedException(
          "it holds %s%s, a class of the host; build it without the host's classes"
              .formatted(where, name));
    }
  }

  /** Checks a file by its first bytes (up to 4096), whatever its name. */
  static void checkHead(String where, byte[] head) {
    if (isNative(ByteBuffer.wrap(head))) {
      throw nativeLibrary(where);
    }
  }

  /** A jar must not pull files from beside the plugin into its class path. */
  static void checkJarManifest(String where, byte[] manifest) throws IOException {
    String classPath =
        new Manifest(new ByteArrayInputStream(manifest))
            .getMainAttributes()
            .getValue(Attributes.Name.CLASS_PATH);
    if (classPath != null && classPath.matches("(?s).*[/\\\\:].*")) {
      throw new PluginRefusedException(
          where + " has a Class-Path that leaves the plugin; build the jar without it");
    }
  }

  private static boolean isNative(ByteBuffer head) {
    if (head.remaining() < 2 * Integer.BYTES) {
      return false;
    }
    int magic = head.getInt(0);
    // A universal binary counts its few architectures where a class file has its version.
    boolean fat = magic == MACH_O_FAT_OR_CLASS && head.getInt(4) < FIRST_CLASS_FILE_VERSION;
    return magic == ELF || MACH_O.contains(magic) || fat || isWindows(head);
  }

  private static boolean isWindows(ByteBuffer head) {
    if (head.remaining() < PE_OFFSET_AT + Integer.BYTES || head.getShort(0) != 0x4d5a) {
      return false;
    }
    int pe = head.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(PE_OFFSET_AT);
    return pe > 0 && pe <= head.remaining() - Integer.BYTES && head.getInt(pe) == 0x50450000;
  }

  private static PluginRefusedException nativeLibrary(String where) {
    return new PluginRefusedException(
        "it holds the native library %s; engines belong to the host, a plugin is pure Java"
            .formatted(where));
  }
}
