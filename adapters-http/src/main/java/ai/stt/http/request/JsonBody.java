package ai.stt.http.request;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small JSON object that a client sent. Every field is asked for by name and type; what is wrong
 * is {@code INVALID_REQUEST} with the field's name, and never ignored.
 */
public final class JsonBody {
  private static final int MOST_BYTES = 64 << 10;

  /** For bodies with long texts; the longest has 20,000 characters of up to 12 bytes each. */
  private static final int MOST_LONG_BYTES = 512 << 10;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String path;
  private final ObjectNode fields;

  private JsonBody(String path, ObjectNode fields) {
    this.path = path;
    this.fields = fields;
  }

  /**
   * Reads the body of a request.
   *
   * @param known the fields that it may have
   * @param readOnly fields that answers have and requests may not
   * @throws SpeechException {@code INVALID_REQUEST} when it is no object or has other fields,
   *     {@code TOO_LARGE} above 64 KiB
   */
  public static JsonBody read(InputStream in, List<String> known, Collection<String> readOnly)
      throws IOException {
    String example = "send a JSON object with " + String.join(", ", known);
    return new JsonBody("", object(in, MOST_BYTES, example)).checked(known, readOnly);
  }

  /**
   * As {@link #read(InputStream, List, Collection)}, for long texts: up to 512 KiB.
   *
   * @throws SpeechException as there, and {@code INVALID_REQUEST} when it has no field at all
   */
  public static JsonBody readLong(InputStream in, List<String> known, Collection<String> readOnly)
      throws IOException {
    String example = "send a JSON object with at least one of " + String.join(", ", known);
    ObjectNode fields = object(in, MOST_LONG_BYTES, example);
    if (fields.isEmpty()) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, example);
    }
    return new JsonBody("", fields).checked(known, readOnly);
  }

  /**
   * As {@link #read(InputStream, List, Collection)}, of another size.
   *
   * @param mostBytes the largest body
   */
  public static JsonBody readLarge(InputStream in, long mostBytes, String... known)
      throws IOException {
    String example = "send a JSON object with " + String.join(", ", known);
    return new JsonBody("", object(in, Math.toIntExact(mostBytes), example))
        .checked(List.of(known), Set.of());
  }

  /**
   * Reads an object whose fields have any names and are texts.
   *
   * @param most fields; there is at least one
   * @param example what to send, for people
   * @throws SpeechException {@code INVALID_REQUEST} when it is anything else, {@code TOO_LARGE}
   *     above 512 KiB
   */
  public static Map<String, String> readTexts(InputStream in, int most, String example)
      throws IOException {
    ObjectNode fields = object(in, MOST_LONG_BYTES, example);
    var texts = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (!field.getValue().isTextual()) {
        throw new SpeechException(ErrorCode.INVALID_REQUEST, example);
      }
      texts.put(field.getKey(), field.getValue().textValue());
    }
    if (texts.isEmpty() || texts.size() > most) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, example);
    }
    return texts;
  }

  private static ObjectNode object(InputStream in, int most, String example) throws IOException {
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new SpeechException(
          ErrorCode.TOO_LARGE, "the body is larger than %d KiB".formatted(most >> 10));
    }
    if (!(parse(bytes) instanceof ObjectNode fields)) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, example);
    }
    return fields;
  }

  /** As {@link #read(InputStream, List, Collection)}, without fields that are read-only. */
  public static JsonBody read(InputStream in, String... known) throws IOException {
    return read(in, List.of(known), Set.of());
  }

  /** A text that has to be there. */
  public String text(String field) {
    return optionalText(field).orElseThrow(() -> invalid(field, "missing; send it as a text"));
  }

  /** A text that may be left out. */
  public Optional<String> optionalText(String field) {
    return value(field)
        .map(
            node -> {
              if (!node.isTextual()) {
                throw invalid(field, "not a text");
              }
              return node.textValue();
            });
  }

  /** A yes or no that may be left out. */
  public Optional<Boolean> flag(String field) {
    return value(field)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw invalid(field, "true or false");
              }
              return node.booleanValue();
            });
  }

  /** A whole number that may be left out, both bounds included. */
  public OptionalInt whole(String field, int least, int most) {
    Optional<JsonNode> node = value(field);
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!node.get().canConvertToInt()
        || !node.get().isIntegralNumber()
        || node.get().intValue() < least
        || node.get().intValue() > most) {
      throw invalid(field, "a whole number from %d to %d".formatted(least, most));
    }
    return OptionalInt.of(node.get().intValue());
  }

  /** A list of texts that may be left out. */
  public Optional<List<String>> texts(String field) {
    return value(field)
        .map(
            node -> {
              var texts = new ArrayList<String>();
              for (JsonNode each : node) {
                texts.add(each.isTextual() ? each.textValue() : "");
              }
              if (!node.isArray() || texts.contains("")) {
                throw invalid(field, "not a list of texts");
              }
              return texts;
            });
  }

  /** A list of texts that has to be there; the texts may be empty. */
  public List<String> anyTexts(String field) {
    JsonNode node =
        value(field).orElseThrow(() -> invalid(field, "missing; send it as a list of texts"));
    var texts = new ArrayList<String>();
    for (JsonNode each : node) {
      if (!each.isTextual()) {
        throw invalid("%s[%d]".formatted(field, texts.size()), "not a text");
      }
      texts.add(each.textValue());
    }
    if (!node.isArray()) {
      throw invalid(field, "not a list of texts");
    }
    return texts;
  }

  /** An object within this one, which may be left out. */
  public Optional<JsonBody> object(String field, String... known) {
    return value(field)
        .map(
            node -> {
              if (!(node instanceof ObjectNode inner)) {
                throw invalid(field, "not an object");
              }
              return new JsonBody(path + field + ".", inner).checked(List.of(known), Set.of());
            });
  }

  private static @Nullable JsonNode parse(byte[] bytes) throws IOException {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "the body is not valid JSON", e);
    }
  }

  private JsonBody checked(List<String> known, Collection<String> readOnly) {
    fields
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (readOnly.contains(name)) {
                throw invalid(name, "cannot be changed");
              }
              if (!known.contains(name)) {
                throw invalid(
                    RequestIds.printable(name),
                    "not a field of this request; known are " + String.join(", ", known));
              }
            });
    return this;
  }

  private Optional<JsonNode> value(String field) {
    JsonNode node = fields.get(field);
    if (node != null && node.isNull()) {
      throw invalid(field, "null; leave it out instead");
    }
    return Optional.ofNullable(node);
  }

  private SpeechException invalid(String field, String rule) {
    return new SpeechException(ErrorCode.INVALID_REQUEST, "%s%s: %s".formatted(path, field, rule));
  }
}
