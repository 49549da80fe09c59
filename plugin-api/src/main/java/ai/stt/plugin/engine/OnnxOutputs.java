package ai.stt.plugin.engine;

import java.util.Map;

/** What a run of a graph computed, by the names of the outputs. */
public record OnnxOutputs(Map<String, OnnxTensor> tensors) {
  /** Takes a copy of the map. */
  public OnnxOutputs {
    tensors = Map.copyOf(tensors);
  }

  /**
   * An output.
   *
   * @throws IllegalArgumentException when the graph has none of this name
   */
  public OnnxTensor get(String name) {
    OnnxTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "the graph gives %s, no %s".formatted(tensors.keySet(), name));
    }
    return tensor;
  }

  /**
   * The numbers of an output.
   *
   * @throws IllegalStateException when they are no real numbers
   */
  public float[] floats(String name) {
    return get(name).floats();
  }
}
