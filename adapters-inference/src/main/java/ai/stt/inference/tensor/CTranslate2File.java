package ai.stt.inference.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code model.bin} of CTranslate2, mapped for reading. The layout is the one that {@code
 * ctranslate2/specs/model_spec.py} writes, binary versions 4 to 6: version, spec name and revision,
 * the variables (name, shape, type, bytes), the aliases.
 */
public final class CTranslate2File {
  private static final int MOST_VARIABLES = 100_000;
  private static final int MOST_DIMENSIONS = 8;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final TensorType[] TYPES = {
    TensorType.F32, TensorType.I8, TensorType.I16, TensorType.I32, TensorType.F16, TensorType.BF16
  };

  private final String spec;
  private final Map<String, Tensor> variables;
  private final Map<String, String> aliases;

  private CTranslate2File(String spec, Map<String, Tensor> variables, Map<String, String> aliases) {
    this.spec = spec;
    this.variables = variables;
    this.aliases = aliases;
  }

  /**
   * Maps the file and reads its table; its tensors can be read as long as the arena is open.
   *
   * @throws UnreadableFileException when it is cut off or of another format or version
   */
  public static CTranslate2File read(Path path, Arena arena) throws IOException {
    var in = new MappedReader(path, arena);
    int version = in.i32();
    if (version < 4 || version > 6) {
      throw new UnreadableFileException(
          "it is not a CTranslate2 model of binary version 4 to 6, but of " + version);
    }
    String spec = text(in);
    in.i32(); // The revision of the spec; variables are looked up by name instead.
    var file = new CTranslate2File(spec, new LinkedHashMap<>(), new LinkedHashMap<>());
    file.readVariables(in);
    file.readAliases(in);
    if (in.left() != 0) {
      throw new UnreadableFileException("something follows its end");
    }
    return file;
  }

  /** The spec's name, such as {@code WhisperSpec}. */
  public String spec() {
    return spec;
  }

  /** The variables by name, in the file's order. */
  public Map<String, Tensor> variables() {
    return Map.copyOf(variables);
  }

  /** The other names of variables: alias to variable. */
  public Map<String, String> aliases() {
    return Map.copyOf(aliases);
  }

  /** The variable of this name. */
  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /** The value of an int16 scalar. */
  public Optional<Integer> smallNumber(String name) {
    return find(name)
        .filter(t -> t.type() == TensorType.I16 && t.shape().isEmpty())
        .map(t -> (int) t.data().get(SHORT, 0));
  }

  private void readVariables(MappedReader in) throws UnreadableFileException {
    int count = in.count(MOST_VARIABLES);
    for (int i = 0; i < count; i++) {
      String name = text(in);
      List<Integer> shape = shape(in);
      int type = in.u8();
      if (type >= TYPES.length) {
        throw new UnreadableFileException("'%s' is of an unknown type".formatted(name));
      }
      long bytes = in.u32();
      if (Tensor.elements(shape) != bytes / TYPES[type].bytes()
          || bytes % TYPES[type].bytes() != 0) {
        throw new UnreadableFileException("'%s' has not the size of its shape".formatted(name));
      }
      variables.put(name, new Tensor(name, TYPES[type], shape, in.slice(bytes)));
    }
  }

  private void readAliases(MappedReader in) throws UnreadableFileException {
    int count = in.count(MOST_VARIABLES);
    for (int i = 0; i < count; i++) {
      aliases.put(text(in), text(in));
    }
  }

  private static List<Integer> shape(MappedReader in) throws UnreadableFileException {
    int rank = in.u8();
    if (rank > MOST_DIMENSIONS) {
      throw new UnreadableFileException("it holds a tensor of " + rank + " dimensions");
    }
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      shape.add(in.count(Integer.MAX_VALUE));
    }
    return shape;
  }

  /** A length of 16 bits, then text that ends with a zero byte. */
  private static String text(MappedReader in) throws UnreadableFileException {
    byte[] bytes = in.bytes(in.u16());
    int length = bytes.length > 0 && bytes[bytes.length - 1] == 0 ? bytes.length - 1 : bytes.length;
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
