package ai.stt.config.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: the defaults of {@code default.yml}, over them a file of the operator's, over
 * that the command line. In both files {@code ${NAME:-default}} stands for an environment variable.
 */
public final class SettingsLoader {
  /** The parts that are Dropwizard's own. */
  private static final List<String> DROPWIZARD = List.of("server", "logging");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .addModule(new HumanUnits())
          .build();

  private final ObjectNode tree;
  private final String source;

  private SettingsLoader(ObjectNode tree, String source) {
    this.tree = tree;
    this.source = source;
  }

  /**
   * Reads the files.
   *
   * @param file the operator's settings; null for {@code config.yml} in the home, if it is there
   * @param version of the program
   * @throws SettingsException when a file cannot be read or is not YAML
   */
  public static SettingsLoader read(Home home, @Nullable Path file, String version) {
    ObjectNode tree = parse(defaults(), "default.yml");
    tree.withObject("http").put("upload_folder", home.uploads().toString()).put("version", version);
    Path own = file == null ? home.folder().resolve("config.yml") : file;
    if (file == null && !Files.exists(own)) {
      return new SettingsLoader(tree, "default.yml");
    }
    try {
      merge(tree, parse(Files.readString(own), own.toString()));
    } catch (IOException e) {
      throw new SettingsException("cannot read the settings file " + own, e);
    }
    return new SettingsLoader(tree, own.toString());
  }

  /** Listens on another port, for {@code --port}. */
  public void setPort(int port) {
    JsonNode connector = tree.at("/server/applicationConnectors/0");
    if (!(connector instanceof ObjectNode first)) {
      throw new SettingsException(source + ": server.applicationConnectors has no entry", null);
    }
    first.put("port", port);
  }

  /** Keeps no more decoding processes than a program that hears one file after another can use. */
  public void setOneDecoder() {
    tree.withObject("media").put("children", 1);
    tree.withObject("device").put("concurrency", 1);
  }

  /**
   * The settings of the platform.
   *
   * @throws SettingsException naming the key that is unknown, missing or out of range
   */
  public Settings settings() {
    ObjectNode ours = tree.deepCopy();
    ours.remove(DROPWIZARD);
    try {
      return YAML.treeToValue(ours, Settings.class);
    } catch (UnrecognizedPropertyException e) {
      throw new SettingsException(
          "%s: unknown setting %s; known here: %s"
              .formatted(source, key(e), e.getKnownPropertyIds().stream().sorted().toList()),
          e);
    } catch (JsonMappingException e) {
      throw new SettingsException(
          "%s: %s: %s".formatted(source, key(e), firstLine(e.getOriginalMessage())), e);
    } catch (JsonProcessingException e) {
      throw new SettingsException(source + ": " + firstLine(e.getOriginalMessage()), e);
    }
  }

  /** The parts for Dropwizard, as YAML. */
  public String dropwizardYaml() {
    try {
      return YAML.writeValueAsString(tree.deepCopy().retain(DROPWIZARD));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of {@code default.yml}. */
  static String defaults() {
    try (InputStream in =
        Objects.requireNonNull(
            SettingsLoader.class.getResourceAsStream("/ai/stt/config/default.yml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode parse(String text, String name) {
    try {
      JsonNode node = YAML.readTree(new EnvironmentVariableSubstitutor(false).replace(text));
      if (node == null || node.isMissingNode() || node.isNull()) {
        return YAML.createObjectNode();
      }
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new SettingsException(name + ": not a mapping of settings", null);
    } catch (JsonProcessingException e) {
      throw new SettingsException(name + ": " + firstLine(e.getMessage()), e);
    }
  }

  /** Objects are merged key by key; everything else, lists too, is replaced. */
  private static void merge(ObjectNode base, ObjectNode over) {
    over.properties()
        .forEach(
            entry -> {
              if (base.get(entry.getKey()) instanceof ObjectNode below
                  && entry.getValue() instanceof ObjectNode above) {
                merge(below, above);
              } else {
                base.set(entry.getKey(), entry.getValue());
              }
            });
  }

  private static String key(JsonMappingException e) {
    return e.getPath().stream()
        .map(reference -> Objects.requireNonNullElse(reference.getFieldName(), "[]"))
        .collect(Collectors.joining("."));
  }

  private static String firstLine(@Nullable String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
