package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.catalog.testing.Archives;
import ai.stt.inference.catalog.testing.FolderServer;
import ai.stt.inference.catalog.testing.SmallCatalog;
import ai.stt.inference.plugin.testing.SigningKey;
import ai.stt.inference.trust.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** A site with signed catalogs, and a home that reads them. */
abstract class CatalogFixture {
  static final Duration HOUR = Duration.ofHours(1);

  final byte[] weights = new byte[100_000];
  final SigningKey key = SigningKey.fresh();
  final SmallCatalog own = new SmallCatalog();
  final Path home;
  final Path site;
  final FolderServer server;

  CatalogFixture(Path home) throws IOException {
    new Random(5).nextBytes(weights);
    this.home = home;
    site = Files.createDirectory(home.resolve("site"));
    server = new FolderServer(site);
    own.add("base", new byte[] {1});
  }

  @AfterEach
  final void stop() {
    server.close();
  }

  OperatorCatalogs catalogs(String location, Duration refresh, Reach reach) {
    return new OperatorCatalogs(own, home.resolve("cache"), policy(location, refresh, reach));
  }

  CatalogPolicy policy(String location, Duration refresh, Reach reach) {
    var keys = new TrustedKeys(Map.of("ours", key.publicKey()));
    return new CatalogPolicy(List.of(location), true, refresh, reach, keys);
  }

  String web() {
    return server.at("/catalog.json").toString();
  }

  void publish(int serial, String... entries) throws IOException {
    Path file = site.resolve("catalog.json");
    Files.writeString(file, catalog(serial, entries));
    Files.write(site.resolve("catalog.json.sig"), key.sign(file));
  }

  static String catalog(int serial, String... entries) {
    return "{\"serial\": %d, \"models\": [%s]}".formatted(serial, String.join(",", entries));
  }

  String entry(String id, String url) {
    return """
        {"id": "%s", "name": "A dialect", "description": "Ours.", "languages": ["de"],
         "speed": "fast", "capability": "transcription", "family": "whisper", "format": "ggml",
         "licence": "MIT", "sizeBytes": 100000, "sha256": "%s", "sources": [{"url": "%s"}]}
        """
        .formatted(id, Archives.sha256(weights), url);
  }

  static List<String> ids(OperatorCatalogs catalogs) {
    return catalogs.entries().stream().map(CatalogEntry::id).toList();
  }
}
