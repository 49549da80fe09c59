package ai.stt.inference.engine.whisper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** What the original implementation computes; written by reference.py, beside reference.json. */
public final class Reference {
  private static final JsonNode ALL = read();

  private Reference() {}

  static JsonNode get(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  /** A list of numbers. */
  public static float[] floats(String name) {
    JsonNode list = get(name);
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).floatValue();
    }
    return values;
  }

  static int[] ints(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::intValue).toArray();
  }

  /** Every so many of the values. */
  public static float[] sample(float[] values, int step) {
    float[] some = new float[Math.ceilDiv(values.length, step)];
    for (int i = 0; i < some.length; i++) {
      some[i] = values[i * step];
    }
    return some;
  }

  private static JsonNode read() {
    try (InputStream in = Reference.class.getResourceAsStream("reference.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
