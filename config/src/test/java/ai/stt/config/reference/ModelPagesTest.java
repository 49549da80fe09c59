package ai.stt.config.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.inference.catalog.JsonCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about models, against the plugins and the catalog that they are about. */
final class ModelPagesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PLUGINS = Pattern.compile("Plugins? (`[a-z]+`(?: and `[a-z]+`)*)");
  private static final Pattern NAME = Pattern.compile("`([a-z]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)(?:#[^)]*)?\\)");
  private static final Map<Path, String> PAGES = pages();

  static List<String> plugins() {
    return files("plugins")
        .filter(plugin -> Files.exists(plugin.resolve("pom.xml")))
        .map(ModelPagesTest::name)
        .toList();
  }

  static List<CatalogEntry> models() {
    return new JsonCatalog().entries();
  }

  static List<Path> paths() {
    return List.copyOf(PAGES.keySet());
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void everyPluginHasAPage(String plugin) {
    assertThat(pluginsOnPages()).contains(plugin);
  }

  @Test
  void noPageIsAboutAPluginThatIsNotThere() {
    assertThat(plugins()).containsAll(pluginsOnPages());
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyModelOfTheCatalogIsOnAPage(CatalogEntry model) {
    assertThat(PAGES.values()).anyMatch(page -> names(page, model.id()));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aPageSaysWhereItsModelsEndAndItsLinksLeadSomewhere(Path page) {
    String text = PAGES.getOrDefault(page, "");

    assertThat(text).startsWith("# ").containsPattern("(?m)^Limits: ");
    assertThat(LINK.matcher(text).results().map(link -> page.resolveSibling(link.group(1))))
        .allSatisfy(target -> assertThat(target).exists());
  }

  private static boolean names(String page, String id) {
    List<String> title = List.of(page.lines().findFirst().orElse("").split("[# ,]+"));
    return title.contains(id) || page.contains("`" + id + "`");
  }

  private static List<String> pluginsOnPages() {
    return PAGES.values().stream()
        .flatMap(page -> PLUGINS.matcher(page).results())
        .flatMap(named -> NAME.matcher(named.group(1)).results())
        .map(name -> name.group(1))
        .toList();
  }

  private static Map<Path, String> pages() {
    Map<Path, String> pages = new TreeMap<>();
    files("docs/reference/models").forEach(page -> pages.put(page, read(page)));
    return pages;
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }
}
