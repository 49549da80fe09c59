package ai.stt.inference.plugin.testing;

import ai.stt.plugin.SpeechPlugin;
import ai.stt.speech.model.ModelDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.slf4j.Logger;

/**
 * A plugin zip in the making. Its default class offers one transcription model, whose text is the
 * plugin's version, and writes what happens to it into the engine {@code List} of the host.
 */
public final class PluginZip {
  private static final Map<String, Map<String, byte[]>> COMPILED = new LinkedHashMap<>();

  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Map<String, String> snippets = new LinkedHashMap<>();

  private PluginZip() {}

  /** A good plugin. */
  public static PluginZip of(String id, String version) {
    var zip = new PluginZip();
    zip.property("plugin.id", id)
        .property("plugin.version", version)
        .property("plugin.description", "A plugin for tests.")
        .property("plugin.provider", "stt")
        .property("plugin.license", "Apache-2.0")
        .property("stt.plugin.class", "fake.FakePlugin")
        .property("stt.plugin.spi", Integer.toString(SpeechPlugin.SPI_VERSION));
    return zip.code("VERSION", version).code("MODEL", "base").code("LOAD", "").code("MB", "1");
  }

  /** Sets a property of the manifest; an empty value leaves it out. */
  public PluginZip property(String key, String value) {
    properties.put(key, value);
    return this;
  }

  /**
   * Sets a piece of the source: VERSION, MODEL, MB (of memory), STATIC, CONSTRUCTOR, OFFERS, LOAD,
   * TRANSCRIBE, MODEL_CLOSE or CLOSE.
   */
  public PluginZip code(String place, String java) {
    snippets.put(place, java);
    return this;
  }

  /** Adds a file. */
  public PluginZip entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  /** Adds a jar with the given files. */
  public PluginZip jar(String name, Map<String, byte[]> content) {
    return entry(name, zip(content));
  }

  /** Compiles and writes the zip at once, the way an operator should: beside, then renamed. */
  public Path writeTo(Path file) {
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, bytes());
      return Files.move(
          part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The zip. */
  public byte[] bytes() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    var text = new StringWriter();
    var kept = new Properties();
    properties.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            kept.setProperty(key, value);
          }
        });
    try {
      kept.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.put("plugin.properties", text.toString().getBytes(StandardCharsets.UTF_8));
    compile("FakePlugin", source()).forEach((name, bytes) -> all.put("classes/" + name, bytes));
    all.putAll(entries);
    return zip(all);
  }

  /** A zip of these files. */
  public static byte[] zip(Map<String, byte[]> files) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private String source() {
    try (InputStream in = PluginZip.class.getResourceAsStream("FakePlugin.java.txt")) {
      String source = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String place :
          List.of(
              "VERSION",
              "MB",
              "STATIC",
              "CONSTRUCTOR",
              "OFFERS",
              "MODEL_CLOSE",
              "MODEL",
              "LOAD",
              "TRANSCRIBE",
              "CLOSE")) {
        source = source.replace("$" + place + "$", snippets.getOrDefault(place, ""));
      }
      return source;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles one source into class files by path. */
  public static synchronized Map<String, byte[]> compile(String name, String source) {
    return COMPILED.computeIfAbsent(source, absent -> compileNow(name, source));
  }

  private static Map<String, byte[]> compileNow(String name, String source) {
    try {
      Path folder = Files.createTempDirectory("compile");
      try {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        Path out = Files.createDirectory(folder.resolve("out"));
        runCompiler(file, out);
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (Path compiled : tree(out).filter(Files::isRegularFile).toList()) {
          String path = out.relativize(compiled).toString().replace('\\', '/');
          classes.put(path, Files.readAllBytes(compiled));
        }
        return classes;
      } finally {
        for (Path file : tree(folder).sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> tree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList().stream();
    }
  }

  private static void runCompiler(Path file, Path out) {
    var messages = new ByteArrayOutputStream();
    String classPath =
        Stream.of(SpeechPlugin.class, ModelDescriptor.class, Logger.class)
            .map(PluginZip::location)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> arguments =
        List.of("-nowarn", "-proc:none", "-cp", classPath, "-d", out.toString(), file.toString());
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalArgumentException(messages.toString(StandardCharsets.UTF_8));
    }
  }

  private static String location(Class<?> type) {
    URL url = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(url.toString())).toString();
  }
}
