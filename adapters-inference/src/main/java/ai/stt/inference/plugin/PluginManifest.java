package ai.stt.inference.plugin;

import ai.stt.plugin.SpeechPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * What a plugin's {@code plugin.properties} says (UTF-8).
 *
 * @param id {@code plugin.id}: lower-case letters, digits, dot, dash, underscore, at most 64
 * @param version {@code plugin.version}: a semantic version
 * @param description {@code plugin.description}: a sentence for people
 * @param provider {@code plugin.provider}: who made it
 * @param license {@code plugin.license}: SPDX id
 * @param entryClass {@code stt.plugin.class}: the {@link SpeechPlugin} it starts with
 */
public record PluginManifest(
    String id,
    String version,
    String description,
    String provider,
    String license,
    String entryClass) {
  /** Its name inside a plugin zip. */
  public static final String FILE = "plugin.properties";

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  // semver.org, "Is there a suggested regular expression to check a SemVer string?"
  private static final Pattern VERSION =
      Pattern.compile(
          "(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})"
              + "(-(0|[1-9]\\d{0,8}|\\d*[A-Za-z-][0-9A-Za-z-]*)"
              + "(\\.(0|[1-9]\\d{0,8}|\\d*[A-Za-z-][0-9A-Za-z-]*))*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?");
  private static final Pattern CLASS = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*");

  /**
   * Reads and checks the properties.
   *
   * @throws PluginRefusedException when one is missing or has a value that is not allowed
   */
  static PluginManifest read(InputStream in) throws IOException {
    var properties = new Properties();
    try {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new PluginRefusedException(FILE + " is not a properties file: " + Reason.of(e));
    }
    checkSpi(required(properties, "stt.plugin.spi"));
    return new PluginManifest(
        matching(properties, "plugin.id", ID, "lower-case letters, digits, dots and dashes"),
        matching(properties, "plugin.version", VERSION, "a semantic version such as 1.2.3"),
        required(properties, "plugin.description"),
        required(properties, "plugin.provider"),
        required(properties, "plugin.license"),
        matching(properties, "stt.plugin.class", CLASS, "the full name of a class"));
  }

  private static void checkSpi(String spi) {
    if (!spi.matches("\\d{1,9}")) {
      throw new PluginRefusedException("stt.plugin.spi in %s is not a number".formatted(FILE));
    }
    if (Integer.parseInt(spi) != SpeechPlugin.SPI_VERSION) {
      throw new PluginRefusedException(
          "it was built for version %s of the plugin API and this server has version %d; get one that was built for it"
              .formatted(spi, SpeechPlugin.SPI_VERSION));
    }
  }

  private static String matching(Properties properties, String key, Pattern allowed, String what) {
    String value = required(properties, key);
    if (!allowed.matcher(value).matches()) {
      throw new PluginRefusedException("%s in %s is not %s".formatted(key, FILE, what));
    }
    return value;
  }

  private static String required(Properties properties, String key) {
    String value = properties.getProperty(key, "").strip();
    if (value.isEmpty()) {
      throw new PluginRefusedException("%s lacks %s".formatted(FILE, key));
    }
    return value;
  }
}
