package ai.stt.inference.media;

import ai.stt.inference.media.child.DecoderMain;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Loader;

/**
 * The command line of a decoding child: this JVM's own {@code java}, a class path with nothing but
 * what decoding needs, a small heap, a near empty environment (no secret to steal), and on Linux a
 * lid on its address space.
 *
 * @param mainClass the child's program
 * @param classPath jars and folders
 * @param cache folder that JavaCPP unpacks the native libraries to
 * @param memoryMebibytes the lid
 */
record ChildCommand(String mainClass, List<Path> classPath, Path cache, int memoryMebibytes) {
  private static final Path SHELL = Path.of("/bin/sh");
  private static final Set<String> KEPT_ENVIRONMENT =
      Set.of(
          "PATH",
          "LD_LIBRARY_PATH",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TMPDIR",
          "TEMP",
          "TMP",
          "SystemRoot");

  /**
   * The command of the real child.
   *
   * @throws IOException when FFmpeg's natives for this platform are not on the class path
   */
  static ChildCommand ofFfmpeg(Path cache, int memoryMebibytes) throws IOException {
    String platform = Loader.Detector.getPlatform();
    Set<Path> homes = new LinkedHashSet<>();
    for (String needed :
        List.of(
            "ai/stt/inference/media/child/DecoderMain.class",
            "ai/stt/speech/audio/PcmChunk.class",
            "org/bytedeco/javacpp/Loader.class",
            "org/bytedeco/ffmpeg/global/avutil.class",
            "org/bytedeco/javacpp/" + platform + "/" + System.mapLibraryName("jnijavacpp"),
            "org/bytedeco/ffmpeg/" + platform + "/" + System.mapLibraryName("jniavutil"))) {
      homes.add(home(needed));
    }
    return new ChildCommand(
        DecoderMain.class.getName(), List.copyOf(homes), cache, memoryMebibytes);
  }

  /** A process that is ready to start. */
  ProcessBuilder process() {
    var builder = new ProcessBuilder(words());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(KEPT_ENVIRONMENT);
    environment.put("MALLOC_ARENA_MAX", "2"); // each arena of glibc takes 64 MiB of address space
    return builder;
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    if (File.separatorChar == '/' && isLinux() && Files.isExecutable(SHELL)) {
      words.addAll(
          List.of(
              SHELL.toString(),
              "-c",
              // A terminal's Ctrl-C goes to all its processes; the parent alone decides.
              "trap '' INT TERM HUP; ulimit -c 0; ulimit -v \"$0\"; exec \"$@\"",
              Long.toString(memoryMebibytes * 1024L)));
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-Xms8m",
            "-Xmx64m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=24m",
            "-XX:CompressedClassSpaceSize=32m",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+SuppressFatalErrorMessage",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true",
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-Dorg.bytedeco.javacpp.nopointergc=true",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-cp",
            String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()),
            mainClass));
    return words;
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").startsWith("Linux");
  }

  /** The jar or folder on our class path that a resource comes from; loads no class. */
  private static Path home(String resource) throws IOException {
    URL url = ChildCommand.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new IOException("the class path lacks " + resource + " for this platform");
    }
    String location = url.toString();
    try {
      if (url.openConnection() instanceof JarURLConnection jar) {
        return Path.of(jar.getJarFileURL().toURI());
      }
      String folder = location.substring(0, location.length() - resource.length());
      return Path.of(URI.create(folder));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("the class path is not made of files: " + location, e);
    }
  }
}
