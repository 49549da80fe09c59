package ai.stt.config.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final String HOUSE = "ai.stt";
  private static final String PLANTED = "ai.stt.config.architecture.planted";
  private static final String GOOD = PLANTED + ".app.good";
  private static final Map<String, String> BROKEN_IN =
      Map.ofEntries(
          Map.entry("the vocabulary needs the JDK only", "speech.one.Leaning"),
          Map.entry("accounts and money need the vocabulary only", "platform.one.Leaning"),
          Map.entry("the plugin API needs the vocabulary only", "plugin.one.Leaning"),
          Map.entry(
              "use cases need the domain, the plugin API and a logger", "app.outside.Engines"),
          Map.entry(
              "plugins need the vocabulary, the plugin API and a logger", "model.gadget.Gadget"),
          Map.entry("the adapter http knows no other and no wiring", "http.one.Leaning"),
          Map.entry(
              "the adapter persistence knows no other and no wiring", "persistence.one.Leaning"),
          Map.entry("the adapter inference knows no other and no wiring", "inference.one.Leaning"),
          Map.entry("the adapter documents knows no other and no wiring", "documents.Leaning"),
          Map.entry("the adapter outbound knows no other and no wiring", "outbound.Leaning"),
          Map.entry("nobody but plugins knows plugins", "app.outside.Engines"),
          Map.entry("engines and the plugin loader live in inference", "app.outside.Engines"),
          Map.entry("SQL and its drivers live in persistence", "app.outside.Engines"),
          Map.entry("native libraries are loaded in inference", "app.outside.Engines"),
          Map.entry("the environment is read in config", "app.outside.Engines"),
          Map.entry(
              "secrets are not compared up to the first difference", "app.outside.GadgetSecret"),
          Map.entry("the features of speech form no cycle", "speech.one.Leaning"),
          Map.entry("the features of platform form no cycle", "platform.one.Leaning"),
          Map.entry("the features of plugin form no cycle", "plugin.one.Leaning"),
          Map.entry("the features of app form no cycle", "app.one.Leaning"),
          Map.entry("the features of http form no cycle", "http.one.Leaning"),
          Map.entry("the features of persistence form no cycle", "persistence.one.Leaning"),
          Map.entry("the features of inference form no cycle", "inference.one.Leaning"),
          Map.entry("the features of config form no cycle", "config.one.Leaning"),
          Map.entry("names say what a thing is", "app.naming.GadgetManager"),
          Map.entry("interfaces have no I in front", "app.naming.IGadget"),
          Map.entry("packages are named after features", "app.util.Gadget"),
          Map.entry("every package is null-marked", "app.unmarked.Gadget"));
  private static final int FEWEST_CLASSES = 150;
  private static final JavaClasses HOUSE_CLASSES = importHouse();
  private static final JavaClasses PLANTED_CLASSES =
      new ClassFileImporter().importPackages(PLANTED);

  /** Main classes of all modules from the class path, those of the plugins from their folders. */
  private static JavaClasses importHouse() {
    var importer =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar")); // fakes of a module
    Set<Location> locations = new HashSet<>(Locations.ofPackage(HOUSE));
    for (Path classes : pluginClasses()) {
      locations.add(Location.of(classes));
    }
    return importer.importLocations(locations);
  }

  private static List<Path> pluginClasses() {
    return pluginFolders().stream()
        .map(folder -> folder.resolve("target/classes"))
        .filter(Files::isDirectory)
        .toList();
  }

  private static List<Path> pluginFolders() {
    Path plugins = Path.of(System.getProperty("basedir", ".")).resolveSibling("plugins");
    try (Stream<Path> folders = Files.list(plugins.toAbsolutePath().normalize())) {
      return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> plugins() {
    return pluginFolders().stream().map(folder -> folder.getFileName().toString()).toList();
  }

  static Set<String> rules() {
    return new HouseRules(HOUSE).all().keySet();
  }

  @ParameterizedTest
  @CsvSource({
    "ai.stt.speech, 10",
    "ai.stt.plugin, 10",
    "ai.stt.app, 20",
    "ai.stt.http, 10",
    "ai.stt.inference.registry, 5",
    "ai.stt.inference.plugin, 5",
    "ai.stt.inference.engine, 5",
    "ai.stt.inference.media, 5",
    "ai.stt.inference.catalog, 5",
    "ai.stt.inference.device, 2",
    "ai.stt.documents, 5",
    "ai.stt.outbound, 4",
    "ai.stt.platform, 15",
    "ai.stt.persistence.database, 10",
    "ai.stt.persistence.account, 3",
    "ai.stt.persistence.credit, 1",
    "ai.stt.config, 10",
  })
  void theRulesGuardClassesThatAreThere(String room, int fewest) {
    assertThat(HOUSE_CLASSES.stream().map(JavaClass::getPackageName))
        .filteredOn(name -> name.equals(room) || name.startsWith(room + "."))
        .hasSizeGreaterThanOrEqualTo(fewest);
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void theRulesGuardEveryPlugin(String plugin) {
    assertThat(HOUSE_CLASSES.stream().map(JavaClass::getPackageName))
        .filteredOn(("ai.stt.model." + plugin)::equals)
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void theRulesGuardTheWholeHouseAndNoTests() {
    assertThat(HOUSE_CLASSES.size()).isGreaterThan(FEWEST_CLASSES);
    assertThat(HOUSE_CLASSES.stream().map(JavaClass::getName))
        .noneMatch(name -> name.endsWith("Test") || name.startsWith(PLANTED));
  }

  @Test
  void theRuleAboutSecretsGuardsThoseThatAreThere() {
    assertThat(HOUSE_CLASSES.stream().map(JavaClass::getSimpleName))
        .contains("SecretHash", "WebhookSecret", "ApiKeys", "Argon2Passwords");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theHouseKeepsTheRule(String name) {
    rule(HOUSE, name).check(HOUSE_CLASSES);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleFailsWhereItIsBrokenAndOnlyThere(String name) {
    String place = BROKEN_IN.get(name);
    EvaluationResult result = rule(PLANTED, name).evaluate(PLANTED_CLASSES);

    assertThat(place).as("where '%s' is broken on purpose", name).isNotNull();
    assertThat(result.hasViolation()).as("'%s' notices its planted violation", name).isTrue();
    assertThat(result.getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains(PLANTED + "." + place))
        .noneMatch(detail -> detail.matches("(Class|Method|Field|Constructor) <" + GOOD + ".*"));
  }

  @Test
  void everyRuleIsBrokenSomewhere() {
    assertThat(BROKEN_IN).containsOnlyKeys(rules());
  }

  private static ArchRule rule(String root, String name) {
    ArchRule rule = new HouseRules(root).all().get(name);
    assertThat(rule).as(name).isNotNull();
    return Objects.requireNonNull(rule);
  }
}
