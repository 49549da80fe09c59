package ai.stt.inference.onnx;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A graph under construction: inputs, weights, nodes in the order in which they run, outputs.
 * Operators and their attributes are those of the ONNX specification and of ONNX Runtime's contrib
 * operators; what they mean is checked by the runtime when it opens the file. One thread at a time.
 */
public final class OnnxGraph {
  /** The domain of ONNX Runtime's own operators. */
  public static final String MICROSOFT = "com.microsoft";

  private static final int IR_VERSION = 9;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Map<String, Long> opsets;
  private final List<Weight> weights = new ArrayList<>();
  private final List<Message> includedWeights = new ArrayList<>();
  private final List<Message> nodes = new ArrayList<>();
  private final List<Message> inputs = new ArrayList<>();
  private final List<Message> outputs = new ArrayList<>();
  private int names;

  private record Weight(String name, OnnxType type, List<Long> shape, MemorySegment data) {}

  /** A value that flows through the graph; {@link #NONE} leaves an optional input out. */
  public record Value(String name) {
    /** Stands for an optional input that is not given. */
    public static final Value NONE = new Value("");
  }

  /**
   * An empty graph.
   *
   * @param opset version of the ONNX operators
   */
  public OnnxGraph(int opset) {
    this.opsets = new TreeMap<>(Map.of("", (long) opset, MICROSOFT, 1L)); // in a steady order
  }

  /** Declares an input of the graph. */
  public Value input(String name, OnnxType type, Dim... shape) {
    inputs.add(declaration(name, type, shape));
    return new Value(name);
  }

  /** Names a value as an output of the graph. */
  public void output(String name, Value value, OnnxType type, Dim... shape) {
    nodes.add(new Message().text(1, value.name()).text(2, name).text(3, name).text(4, "Identity"));
    outputs.add(declaration(name, type, shape));
  }

  /**
   * Adds weights.
   *
   * @param data the numbers, little-endian, row-major; read when the graph is written
   */
  public Value weight(OnnxType type, MemorySegment data, long... shape) {
    long bytes = type.bytes();
    for (long dimension : shape) {
      bytes = Math.multiplyExact(bytes, dimension);
    }
    if (bytes != data.byteSize()) {
      throw new IllegalArgumentException(
          "weights of %d bytes have not the %d of their shape".formatted(data.byteSize(), bytes));
    }
    List<Long> dimensions = new ArrayList<>();
    for (long dimension : shape) {
      dimensions.add(dimension);
    }
    var weight = new Weight(next("w"), type, dimensions, data);
    weights.add(weight);
    return new Value(weight.name());
  }

  /** Adds real numbers. */
  public Value floats(float[] values, long... shape) {
    MemorySegment data = MemorySegment.ofArray(new byte[values.length * Float.BYTES]);
    for (int i = 0; i < values.length; i++) {
      data.set(FLOAT, (long) i * Float.BYTES, values[i]);
    }
    return weight(OnnxType.FLOAT32, data, shape);
  }

  /** Adds a list of whole numbers, such as a shape. */
  public Value longs(long... values) {
    MemorySegment data = MemorySegment.ofArray(new byte[values.length * Long.BYTES]);
    for (int i = 0; i < values.length; i++) {
      data.set(LONG, (long) i * Long.BYTES, values[i]);
    }
    return weight(OnnxType.INT64, data, values.length);
  }

  /** Adds a node of the ONNX operators with one output. */
  public Value node(String operator, List<Value> arguments, Attribute... attributes) {
    return node("", operator, arguments, 1, attributes).getFirst();
  }

  /**
   * Adds a node.
   *
   * @param domain empty for ONNX, {@link #MICROSOFT} for ONNX Runtime's operators
   * @param results how many outputs it has
   */
  public List<Value> node(
      String domain, String operator, List<Value> arguments, int results, Attribute... attributes) {
    var node = new Message();
    arguments.forEach(argument -> node.text(1, argument.name()));
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      var value = new Value(next("v"));
      node.text(2, value.name());
      values.add(value);
    }
    node.text(3, operator + values.getFirst().name()).text(4, operator);
    for (Attribute attribute : attributes) {
      node.message(5, encode(attribute));
    }
    nodes.add(node.text(7, domain));
    return values;
  }

  /**
   * Takes in the nodes and weights of a graph from a file. A node all of whose results are bound to
   * other values is left out.
   *
   * @param prefix put in front of the file's names, to keep them apart from other names
   * @param bound values of this graph in place of the file's values of that name: of its inputs, at
   *     least
   */
  public void include(OnnxFile file, String prefix, Map<String, Value> bound) {
    UnaryOperator<String> names = name -> included(name, prefix, bound).name();
    file.weights().forEach(weight -> includedWeights.add(weight.renamed(names)));
    file.nodes().stream()
        .filter(node -> !bound.keySet().containsAll(node.results()))
        .forEach(node -> nodes.add(node.renamed(names)));
  }

  /** What the value of a file's graph is called since it was included so. */
  public static Value included(String name, String prefix, Map<String, Value> bound) {
    return name.isEmpty() ? Value.NONE : bound.getOrDefault(name, new Value(prefix + name));
  }

  /**
   * Writes the graph with its weights inside.
   *
   * @throws IllegalStateException when they pass the 2 GiB that such a file can hold
   */
  public void write(Path file) throws IOException {
    var graph = new Message();
    for (Weight weight : weights) {
      graph.message(5, header(weight).bytes(9, weight.data()));
    }
    includedWeights.forEach(weight -> graph.message(5, weight));
    if (graph.size() > Integer.MAX_VALUE) {
      throw new IllegalStateException("the weights need a file of their own");
    }
    writeModel(graph, file);
  }

  /**
   * Writes the graph and, into a second file in the same folder, its weights, of any size.
   *
   * @param data the file of the weights
   */
  public void write(Path file, Path data) throws IOException {
    var graph = new Message();
    try (FileChannel out = create(data)) {
      for (Weight weight : weights) {
        long offset = align(out);
        Message.write(weight.data(), out);
        Message tensor = header(weight);
        tensor.message(13, entry("location", String.valueOf(data.getFileName())));
        tensor.message(13, entry("offset", Long.toString(offset)));
        tensor.message(13, entry("length", Long.toString(weight.data().byteSize())));
        graph.message(5, tensor.number(14, 1));
      }
    }
    includedWeights.forEach(weight -> graph.message(5, weight));
    writeModel(graph, file);
  }

  /** External weights are mapped, so each starts on a page. */
  private static long align(FileChannel out) throws IOException {
    long page = 4096;
    long offset = (out.position() + page - 1) / page * page;
    out.position(offset);
    return offset;
  }

  private void writeModel(Message graph, Path file) throws IOException {
    nodes.forEach(node -> graph.message(1, node));
    graph.text(2, "graph");
    inputs.forEach(input -> graph.message(11, input));
    outputs.forEach(output -> graph.message(12, output));
    Message model = new Message().number(1, IR_VERSION).message(7, graph);
    opsets.forEach(
        (domain, version) -> model.message(8, new Message().text(1, domain).number(2, version)));
    try (FileChannel out = create(file)) {
      model.writeTo(out);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static Message header(Weight weight) {
    var tensor = new Message();
    weight.shape().forEach(dimension -> tensor.number(1, dimension));
    return tensor.number(2, weight.type().code()).text(8, weight.name());
  }

  private static Message entry(String key, String value) {
    return new Message().text(1, key).text(2, value);
  }

  private static Message declaration(String name, OnnxType type, Dim... shape) {
    var dimensions = new Message();
    for (Dim dimension : shape) {
      dimensions.message(
          1,
          switch (dimension) {
            case Dim.Fixed(long size) -> new Message().number(1, size);
            case Dim.Named(String symbol) -> new Message().text(2, symbol);
          });
    }
    Message tensor = new Message().number(1, type.code()).message(2, dimensions);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** The field numbers and types of {@code AttributeProto}. */
  private static Message encode(Attribute attribute) {
    Message message = new Message().text(1, attribute.name());
    return switch (attribute) {
      case Attribute.Real(_, float value) -> message.real(2, value).number(20, 1);
      case Attribute.Int(_, long value) -> message.number(3, value).number(20, 2);
      case Attribute.Text(_, String value) -> message.text(4, value).number(20, 3);
      case Attribute.Ints(_, List<Long> values) -> {
        values.forEach(value -> message.number(8, value));
        yield message.number(20, 7);
      }
    };
  }

  private String next(String prefix) {
    return prefix + names++;
  }
}
