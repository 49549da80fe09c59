package ai.stt.plugin.compatibility;

import ai.stt.plugin.Model;
import ai.stt.speech.error.ErrorCode;
import java.io.IOException;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The classes that plugins see, as declarations only: public and protected members without code. A
 * few kilobytes, the same bytes for the same API.
 */
final class ApiJar {
  private static final ClassFile FORMAT = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);

  private final SortedMap<String, byte[]> classes;

  private ApiJar(SortedMap<String, byte[]> classes) {
    this.classes = classes;
  }

  /** Writes the API of now to a file: how the baseline is renewed. */
  public static void main(String[] arguments) throws IOException {
    now().write(Path.of(arguments[0]));
  }

  /** The API of now: {@code ai.stt.plugin} and {@code ai.stt.speech}. */
  static ApiJar now() throws IOException {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    read(home(Model.class), "ai/stt/plugin", classes);
    read(home(ErrorCode.class), "ai/stt/speech", classes);
    classes.replaceAll((name, bytes) -> declarations(bytes));
    return new ApiJar(classes);
  }

  /** The API in a jar that {@link #write} wrote. */
  static ApiJar read(Path jar) throws IOException {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    read(jar, "ai/stt", classes);
    return new ApiJar(classes);
  }

  /** The same with one class changed; {@code null} takes it out. */
  ApiJar with(Class<?> type, ClassTransform change) {
    SortedMap<String, byte[]> changed = new TreeMap<>(classes);
    changed.computeIfPresent(
        name(type), (name, bytes) -> FORMAT.transformClass(FORMAT.parse(bytes), change));
    return new ApiJar(changed);
  }

  /** The same without a class. */
  ApiJar without(Class<?> type) {
    SortedMap<String, byte[]> changed = new TreeMap<>(classes);
    changed.remove(name(type));
    return new ApiJar(changed);
  }

  Set<String> names() {
    return classes.keySet();
  }

  /** Writes it to a file. */
  Path write(Path jar) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        var entry = new ZipEntry(each.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    }
    return jar;
  }

  private static String name(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] declarations(byte[] bytes) {
    ClassModel model = FORMAT.parse(bytes);
    return FORMAT.build(
        model.thisClass().asSymbol(),
        to -> {
          for (ClassElement element : model) {
            switch (element) {
              case MethodModel method when visible(method.flags().flags()) ->
                  to.withMethod(
                      method.methodName(),
                      method.methodType(),
                      method.flags().flagsMask(),
                      body ->
                          method.forEach(
                              part -> {
                                if (!(part instanceof CodeModel)) {
                                  body.with(part);
                                }
                              }));
              case FieldModel field when visible(field.flags().flags()) -> to.with(field);
              case AttributedElement hidden
                  when hidden instanceof MethodModel || hidden instanceof FieldModel -> {
                // nobody outside can name it
              }
              default -> to.with(element);
            }
          }
        });
  }

  private static boolean visible(Set<AccessFlag> flags) {
    return flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED);
  }

  private static void read(Path home, String folder, Map<String, byte[]> into) throws IOException {
    if (Files.isDirectory(home)) {
      collect(home, home.resolve(folder), into);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(home)) {
      Path root = jar.getPath("/");
      collect(root, root.resolve(folder), into);
    }
  }

  private static void collect(Path root, Path folder, Map<String, byte[]> into) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        if (file.toString().endsWith(".class") && !file.toString().endsWith("package-info.class")) {
          into.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
      }
    }
  }

  private static Path home(Class<?> type) {
    URI place;
    try {
      place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Path.of(place);
  }
}
