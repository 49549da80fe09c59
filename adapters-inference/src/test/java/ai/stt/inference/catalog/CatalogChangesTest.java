package ai.stt.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.plugin.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs that change, go away, or are of another day. */
@Timeout(60)
final class CatalogChangesTest extends CatalogFixture {
  CatalogChangesTest(@TempDir Path home) throws IOException {
    super(home);
  }

  @Test
  void aServerThatIsAwayLeavesWhatWasReadBefore() throws Exception {
    publish(1, entry("dialect", "w.bin"));
    assertThat(ids(catalogs(web(), Duration.ZERO, Reach.everywhere()))).hasSize(2);
    server.close();

    var later = catalogs(web(), Duration.ZERO, Reach.everywhere());
    assertThat(ids(later)).containsExactly("base", "dialect");
    assertThat(later.problems()).singleElement().asString().contains("cannot be reached", "before");
    assertThat(ids(catalogs(web(), HOUR, new Reach(true, Map.of())))).hasSize(2);
  }

  @Test
  void aCopyThatWasChangedOnThisMachineIsNotBelieved() throws Exception {
    publish(1, entry("dialect", "w.bin"));
    assertThat(ids(catalogs(web(), HOUR, Reach.everywhere()))).hasSize(2);
    server.close();
    try (var files = Files.list(home.resolve("cache"))) {
      Path copy = files.findFirst().orElseThrow();
      var changed =
          new CatalogCopy(
              web(),
              catalog(9, entry("evil", "http://localhost:9/w.bin"))
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8),
              CatalogCopy.read(copy).orElseThrow().signature());
      changed.write(copy);
    }
    assertThat(ids(catalogs(web(), HOUR, Reach.everywhere()))).containsExactly("base");
  }

  @Test
  void anOlderCatalogWithItsOldSignatureDoesNotComeBack() throws Exception {
    publish(2, entry("mended", "w.bin"));
    assertThat(ids(catalogs(web(), Duration.ZERO, Reach.everywhere()))).contains("mended");
    publish(1, entry("broken", "w.bin"));

    var later = catalogs(web(), Duration.ZERO, Reach.everywhere());
    assertThat(ids(later)).contains("mended").doesNotContain("broken");
    assertThat(later.problems()).singleElement().asString().contains("serial 1 is older");
  }

  @Test
  void aChangeIsSeenWhileTheProgramRuns() throws Exception {
    publish(1, entry("first", "w.bin"));
    var catalogs = catalogs(web(), Duration.ofNanos(1), Reach.everywhere());
    assertThat(ids(catalogs)).contains("first");
    publish(2, entry("second", "w.bin"));
    Eventually.holds(() -> ids(catalogs).contains("second"));
  }

  @Test
  void aFileAndItsSignatureMayBeReplacedOneAfterTheOther() throws Exception {
    Path file = site.resolve("catalog.json");
    publish(1, entry("first", "w.bin"));
    var catalogs = catalogs(file.toString(), HOUR, Reach.everywhere());
    assertThat(ids(catalogs)).containsExactly("base", "first");

    Files.writeString(file, catalog(2, entry("second", "w.bin")));
    Eventually.holds(() -> !catalogs.problems().isEmpty());
    assertThat(catalogs.problems()).singleElement().asString().contains("was changed", "before");
    assertThat(ids(catalogs)).containsExactly("base", "first");

    Files.write(site.resolve("catalog.json.sig"), key.sign(file));
    Eventually.holds(() -> catalogs.problems().isEmpty());
    assertThat(ids(catalogs)).containsExactly("base", "second");
  }

  @Test
  void whoIsInterruptedWhileItWaitsSpoilsNothingForTheOthers() throws Exception {
    publish(1, entry("dialect", "w.bin"));
    var catalogs = catalogs(web(), HOUR, Reach.everywhere());
    Thread.currentThread().interrupt();
    assertThat(ids(catalogs)).contains("base");
    assertThat(Thread.interrupted()).isTrue();

    assertThat(ids(catalogs)).containsExactly("base", "dialect");
    assertThat(catalogs.problems()).isEmpty();
  }

  @Test
  void filesAreLookedAtOnceASecondHoweverOftenSomebodyAsks() throws Exception {
    var nanos = new AtomicLong();
    String file = site.resolve("catalog.json").toString();
    publish(1, entry("first", "w.bin"));
    var policy = policy(file, HOUR, Reach.everywhere());
    var catalogs = new OperatorCatalogs(own, home.resolve("cache"), policy, nanos::get);
    assertThat(ids(catalogs)).contains("first");

    publish(2, entry("second", "w.bin"));
    nanos.set(Duration.ofSeconds(1).toNanos() - 1);
    for (int i = 0; i < 2_000; i++) {
      assertThat(ids(catalogs)).contains("first");
    }
    nanos.incrementAndGet();
    Eventually.holds(() -> ids(catalogs).contains("second"));
  }
}
