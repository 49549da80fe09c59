package ai.stt.inference.tensor;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code .safetensors} file, mapped for reading (huggingface/safetensors, README): the length of
 * a header in eight bytes, the header in JSON with each tensor's type, shape and place, then the
 * numbers without gaps. Nothing in it can be run.
 */
public final class SafetensorsFile {
  private static final int LENGTH_BYTES = 8;

  /** As the format has it. */
  private static final int MOST_HEADER_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private SafetensorsFile() {}

  /** A tensor and where its numbers lie behind the header. */
  private record Place(String name, TensorType type, List<Integer> shape, long begin, long end) {}

  /**
   * Maps the file and reads its table; its tensors can be read as long as the arena is open.
   *
   * @return the tensors by name, in the order of their numbers
   * @throws UnreadableFileException when it is cut off, of another format, or its table does not
   *     fit the numbers
   */
  public static Map<String, Tensor> read(Path path, Arena arena) throws IOException {
    var in = new MappedReader(path, arena);
    if (in.left() < LENGTH_BYTES) {
      throw new UnreadableFileException("it ends too early");
    }
    long low = in.u32();
    if (in.u32() != 0 || low > MOST_HEADER_BYTES) {
      throw new UnreadableFileException("it is not a safetensors file");
    }
    JsonNode header = header(in.bytes((int) Math.min(low, in.left())), low);
    MemorySegment numbers = in.slice(in.left());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    long at = 0;
    for (Place place : places(header)) {
      if (place.begin() != at || place.end() > numbers.byteSize()) {
        throw new UnreadableFileException(
            place.begin() == at
                ? "it ends too early"
                : "'%s' does not lie behind the tensor before it".formatted(place.name()));
      }
      MemorySegment data = numbers.asSlice(at, place.end() - at);
      tensors.put(place.name(), new Tensor(place.name(), place.type(), place.shape(), data));
      at = place.end();
    }
    if (at != numbers.byteSize()) {
      throw new UnreadableFileException("something follows its end");
    }
    return tensors;
  }

  private static JsonNode header(byte[] bytes, long claimed) throws IOException {
    if (bytes.length < claimed) {
      throw new UnreadableFileException("it ends too early");
    }
    try {
      JsonNode header = JSON.readTree(bytes);
      if (header.isObject()) {
        return header;
      }
    } catch (JacksonException e) {
      throw new UnreadableFileException("it is not a safetensors file: its header is not JSON");
    }
    throw new UnreadableFileException("it is not a safetensors file");
  }

  private static List<Place> places(JsonNode header) throws UnreadableFileException {
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        places.add(place(entry.getKey(), entry.getValue()));
      }
    }
    places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
    return places;
  }

  private static Place place(String name, JsonNode value) throws UnreadableFileException {
    TensorType type = type(name, value.path("dtype").asText());
    List<Integer> shape = new ArrayList<>();
    for (JsonNode dimension : value.path("shape")) {
      if (!dimension.canConvertToInt() || dimension.asInt() < 0) {
        throw new UnreadableFileException("'%s' has no shape".formatted(name));
      }
      shape.add(dimension.asInt());
    }
    JsonNode offsets = value.path("data_offsets");
    long begin = offsets.path(0).asLong(-1);
    long end = offsets.path(1).asLong(-1);
    if (begin < 0
        || end < begin
        || (end - begin) % type.bytes() != 0
        || (end - begin) / type.bytes() != Tensor.elements(shape)) {
      throw new UnreadableFileException("'%s' has not the size of its shape".formatted(name));
    }
    return new Place(name, type, shape, begin, end);
  }

  private static TensorType type(String name, String type) throws UnreadableFileException {
    return switch (type) {
      case "F32" -> TensorType.F32;
      case "F16" -> TensorType.F16;
      case "BF16" -> TensorType.BF16;
      case "I64" -> TensorType.I64;
      case "I32" -> TensorType.I32;
      case "I16" -> TensorType.I16;
      case "I8" -> TensorType.I8;
      default ->
          throw new UnreadableFileException(
              "'%s' is of the type '%s', which cannot be read".formatted(name, type));
    };
  }
}
