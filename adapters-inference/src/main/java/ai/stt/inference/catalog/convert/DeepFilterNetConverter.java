package ai.stt.inference.catalog.convert;

import ai.stt.inference.catalog.fetch.TarEntries;
import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxFile;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.inference.onnx.OnnxType;
import ai.stt.inference.tensor.UnreadableFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Turns the archive of DeepFilterNet3 (three ONNX graphs that take a whole recording) into one
 * graph that takes a recording piece by piece. What the graphs made of silence at the start of each
 * run, the hidden states of their recurrent layers and the frames in front of their convolutions,
 * become inputs, and what the next piece needs become outputs; nothing else changes.
 *
 * <p>Inputs: {@code feat_erb} [1,1,S+2,32] and {@code feat_spec} [1,2,S+2,96], the S new frames
 * behind the two before them; {@code c0_before} [1,64,4,96]; {@code state_0} to {@code state_4}
 * [1,1,256]. Outputs: the gains {@code m} [1,1,S,32], the coefficients {@code coefs} [1,S,96,10],
 * and of each state and of {@code c0_before} the next, with {@code _next} behind its name. All
 * states are 0 at the start.
 */
public final class DeepFilterNetConverter {
  private static final int OPSET = 12;
  private static final int MAX_GRAPH_BYTES = 64 << 20;
  private static final int CONTEXT_FRAMES = 4;
  private static final int CHANNELS = 64;
  private static final int BINS = 96;
  private static final int BANDS = 32;
  private static final int HIDDEN = 256;
  private static final Dim FRAMES = Dim.of("S");

  private final OnnxGraph graph = new OnnxGraph(OPSET);
  private final Map<String, Value> shared = new HashMap<>();
  private int states;

  private DeepFilterNetConverter() {}

  /**
   * Converts the archive into a new file.
   *
   * @throws UnreadableFileException when the archive is not that of DeepFilterNet3
   */
  public static void convert(Path archive, Path target) throws IOException {
    Map<String, OnnxFile> graphs = read(archive);
    new DeepFilterNetConverter()
        .joined(part(graphs, "enc.onnx"), part(graphs, "erb_dec.onnx"), part(graphs, "df_dec.onnx"))
        .write(target);
  }

  private static Map<String, OnnxFile> read(Path archive) throws IOException {
    Map<String, OnnxFile> graphs = new HashMap<>();
    try (var entries =
        new TarEntries(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
      for (String path = entries.next(); path != null; path = entries.next()) {
        if (path.endsWith(".onnx")) {
          byte[] bytes = entries.readNBytes(MAX_GRAPH_BYTES);
          graphs.put(
              path.substring(path.lastIndexOf('/') + 1),
              OnnxFile.read(MemorySegment.ofArray(bytes)));
        }
      }
    }
    return graphs;
  }

  private static OnnxFile part(Map<String, OnnxFile> graphs, String name)
      throws UnreadableFileException {
    OnnxFile file = graphs.get(name);
    if (file == null) {
      throw unknown();
    }
    return file;
  }

  private OnnxGraph joined(OnnxFile encoder, OnnxFile erbDecoder, OnnxFile dfDecoder)
      throws UnreadableFileException {
    Dim given = Dim.of("S+2");
    Map<String, Value> features =
        Map.of(
            "feat_erb",
                graph.input(
                    "feat_erb", OnnxType.FLOAT32, Dim.of(1), Dim.of(1), given, Dim.of(BANDS)),
            "feat_spec",
                graph.input(
                    "feat_spec", OnnxType.FLOAT32, Dim.of(1), Dim.of(2), given, Dim.of(BINS)));
    include(encoder, "enc.", features);
    for (String name : List.of("e0", "e1", "e2", "e3", "emb", "c0")) {
      shared.put(name, OnnxGraph.included(name, "enc.", Map.of()));
    }
    include(erbDecoder, "erb.", Map.of());
    include(dfDecoder, "df.", Map.of("c0", context(value("enc.", "c0"))));
    graph.output(
        "m", value("erb.", "m"), OnnxType.FLOAT32, Dim.of(1), Dim.of(1), FRAMES, Dim.of(BANDS));
    graph.output(
        "coefs",
        value("df.", "coefs"),
        OnnxType.FLOAT32,
        Dim.of(1),
        FRAMES,
        Dim.of(BINS),
        Dim.of(10));
    return graph;
  }

  /**
   * Takes a graph in, without the padding in time and with its recurrent layers opened.
   *
   * @param padded what takes the place of the padded form of a value
   */
  private void include(OnnxFile file, String prefix, Map<String, Value> padded)
      throws UnreadableFileException {
    Map<String, Value> bound = new HashMap<>(shared);
    for (OnnxFile.Node pad : file.nodes("Pad")) {
      Value instead = padded.get(pad.arguments().getFirst());
      if (instead == null) {
        throw unknown();
      }
      bound.put(pad.results().getFirst(), instead);
    }
    List<OnnxFile.Node> layers = file.nodes("GRU");
    List<String> names = new ArrayList<>();
    for (OnnxFile.Node layer : layers) {
      if (layer.arguments().size() != 6 || layer.results().size() != 2) {
        throw unknown();
      }
      String name = "state_" + states++;
      names.add(name);
      bound.put(
          layer.arguments().getLast(),
          graph.input(name, OnnxType.FLOAT32, Dim.of(1), Dim.of(1), Dim.of(HIDDEN)));
    }
    graph.include(file, prefix, bound);
    for (int i = 0; i < names.size(); i++) {
      graph.output(
          names.get(i) + "_next",
          value(prefix, layers.get(i).results().getLast()),
          OnnxType.FLOAT32,
          Dim.of(1),
          Dim.of(1),
          Dim.of(HIDDEN));
    }
  }

  /** The frames behind the four before them, which the next run gets from this one. */
  private Value context(Value frames) {
    Dim[] shape = {Dim.of(1), Dim.of(CHANNELS), Dim.of(CONTEXT_FRAMES), Dim.of(BINS)};
    Value before = graph.input("c0_before", OnnxType.FLOAT32, shape);
    Value all = graph.node("Concat", List.of(before, frames), Attribute.of("axis", 2L));
    Value last =
        graph.node(
            "Slice",
            List.of(
                all, graph.longs(-CONTEXT_FRAMES), graph.longs(Integer.MAX_VALUE), graph.longs(2)));
    graph.output("c0_before_next", last, OnnxType.FLOAT32, shape);
    return all;
  }

  private static Value value(String prefix, String name) {
    return OnnxGraph.included(name, prefix, Map.of());
  }

  private static UnreadableFileException unknown() {
    return new UnreadableFileException("it is not the archive of DeepFilterNet3");
  }
}
