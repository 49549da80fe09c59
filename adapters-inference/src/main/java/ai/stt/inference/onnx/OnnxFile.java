package ai.stt.inference.onnx;

import ai.stt.inference.tensor.UnreadableFileException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The graph of an ONNX file, for {@link OnnxGraph#include}: its nodes in the order in which they
 * run, and its weights. The bytes of the file must stay as long as the graph is used. Graphs within
 * attributes of nodes (loops, branches) are not supported.
 *
 * @param nodes the nodes
 * @param weights what they compute with
 */
public record OnnxFile(List<Node> nodes, List<Tensor> weights) {
  private static final int GRAPH = 7;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_WEIGHT = 5;
  private static final int NODE_ARGUMENT = 1;
  private static final int NODE_RESULT = 2;
  private static final int NODE_NAME = 3;
  private static final int NODE_OPERATOR = 4;
  private static final int TENSOR_NAME = 8;

  /**
   * One step of the computation.
   *
   * @param operator such as {@code Conv}
   * @param arguments names of values; empty for one that is left out
   * @param results names of values
   */
  public record Node(
      String operator, List<String> arguments, List<String> results, List<Message> rest) {
    Message renamed(UnaryOperator<String> names) {
      var node = new Message();
      arguments.forEach(name -> node.text(NODE_ARGUMENT, names.apply(name)));
      results.forEach(name -> node.text(NODE_RESULT, names.apply(name)));
      node.text(NODE_OPERATOR, operator);
      rest.forEach(node::append);
      return node;
    }
  }

  /** Weights with their name. */
  public record Tensor(String name, Message rest) {
    Message renamed(UnaryOperator<String> names) {
      return new Message().text(TENSOR_NAME, names.apply(name)).append(rest);
    }
  }

  /**
   * Reads a file.
   *
   * @throws UnreadableFileException when it is not ONNX
   */
  public static OnnxFile read(MemorySegment bytes) throws UnreadableFileException {
    List<Node> nodes = new ArrayList<>();
    List<Tensor> weights = new ArrayList<>();
    for (Fields.Field model : Fields.of(bytes)) {
      if (model.id() == GRAPH) {
        for (Fields.Field part : Fields.of(model.slice())) {
          switch (part.id()) {
            case GRAPH_NODE -> nodes.add(node(part.slice()));
            case GRAPH_WEIGHT -> weights.add(tensor(part.slice()));
            default -> {} // declarations are made anew
          }
        }
      }
    }
    if (nodes.isEmpty()) {
      throw new UnreadableFileException("it is an ONNX file without a graph");
    }
    return new OnnxFile(List.copyOf(nodes), List.copyOf(weights));
  }

  /** The nodes of one operator, in order. */
  public List<Node> nodes(String operator) {
    return nodes.stream().filter(node -> node.operator().equals(operator)).toList();
  }

  private static Node node(MemorySegment bytes) throws UnreadableFileException {
    List<String> arguments = new ArrayList<>();
    List<String> results = new ArrayList<>();
    String operator = "";
    List<Message> rest = new ArrayList<>();
    for (Fields.Field field : Fields.of(bytes)) {
      switch (field.id()) {
        case NODE_ARGUMENT -> arguments.add(field.text());
        case NODE_RESULT -> results.add(field.text());
        case NODE_OPERATOR -> operator = field.text();
        case NODE_NAME -> {} // optional, and would have to be told apart
        default -> rest.add(copy(field));
      }
    }
    return new Node(operator, List.copyOf(arguments), List.copyOf(results), List.copyOf(rest));
  }

  private static Tensor tensor(MemorySegment bytes) throws UnreadableFileException {
    String name = "";
    var rest = new Message();
    for (Fields.Field field : Fields.of(bytes)) {
      if (field.id() == TENSOR_NAME) {
        name = field.text();
      } else {
        rest.append(copy(field));
      }
    }
    return new Tensor(name, rest);
  }

  private static Message copy(Fields.Field field) throws UnreadableFileException {
    var message = new Message();
    field.copyTo(message);
    return message;
  }
}
