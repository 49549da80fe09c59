package ai.stt.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.catalog.testing.FolderServer;
import ai.stt.inference.plugin.testing.SigningKey;
import ai.stt.inference.trust.TrustedKeys;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is read, from whom, and what is not believed. */
@Timeout(60)
final class OperatorCatalogsTest extends CatalogFixture {
  OperatorCatalogsTest(@TempDir Path home) throws IOException {
    super(home);
  }

  @Test
  void aSignedCatalogAtAnAddressAddsModelsThatCanBePulled() throws Exception {
    Files.write(site.resolve("weights.bin"), weights);
    publish(1, entry("dialect", "weights.bin"));
    var catalogs = catalogs(web(), HOUR, Reach.everywhere());

    assertThat(ids(catalogs)).containsExactly("base", "dialect");
    assertThat(catalogs.problems()).isEmpty();
    var store = new FolderModelStore(home, catalogs);
    assertThat(store.pull("dialect", false, FetchListener.none()).file()).hasBinaryContent(weights);
    assertThat(store.verify("dialect", FetchListener.none())).isTrue();
  }

  @Test
  void aCatalogThatIsAFileMayNameWeightsBesideIt() throws Exception {
    Files.write(site.resolve("weights.bin"), weights);
    publish(1, entry("dialect", "weights.bin"));
    var catalogs = catalogs(site.resolve("catalog.json").toString(), HOUR, Reach.everywhere());

    assertThat(ids(catalogs)).containsExactly("base", "dialect");
    var store = new FolderModelStore(home, catalogs, new Reach(true, Map.of()));
    assertThat(store.pull("dialect", false, FetchListener.none()).file()).hasBinaryContent(weights);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void whatNobodyTrustedHasSignedIsNotUsedAndTheOthersAre() throws Exception {
    Files.writeString(site.resolve("catalog.json"), catalog(1, entry("dialect", "w.bin")));
    assertProblem("it is not signed");

    Files.write(
        site.resolve("catalog.json.sig"), SigningKey.fresh().sign(site.resolve("catalog.json")));
    assertProblem("not by a trusted key, or it was changed");

    publish(1, entry("dialect", "w.bin"));
    Files.writeString(site.resolve("catalog.json"), catalog(2, entry("dialect", "evil.bin")));
    assertProblem("not by a trusted key, or it was changed");
  }

  @Test
  void aSignatureThatIsNoneIsNotUsedWhereverItIs() throws Exception {
    publish(1, entry("dialect", "w.bin"));
    Files.write(site.resolve("catalog.json.sig"), new byte[5_000]);
    assertProblem("sent more than 1024 bytes");
    var file = catalogs(site.resolve("catalog.json").toString(), HOUR, Reach.everywhere());
    assertThat(file.problems()).singleElement().asString().contains("too large");
  }

  @Test
  void withoutKeysNoCatalogCanBeAskedFor() {
    assertThatThrownBy(
            () ->
                new CatalogPolicy(
                    List.of(web()), true, HOUR, Reach.everywhere(), new TrustedKeys(Map.of())))
        .hasMessageContaining("plugins.trusted_keys");
  }

  @Test
  void aMirrorIsAskedBeforeTheAddressItselfAndWeightsComeFromItToo() throws Exception {
    Files.write(site.resolve("weights.bin"), weights);
    publish(1, entry("dialect", "http://nowhere.invalid/hub/weights.bin"));
    var reach =
        new Reach(
            false,
            Map.of(
                "http://nowhere.invalid/hub/",
                List.of("http://localhost:9/", server.at("/").toString())));
    var catalogs = catalogs("http://nowhere.invalid/hub/catalog.json", HOUR, reach);

    assertThat(ids(catalogs)).containsExactly("base", "dialect");
    var store = new FolderModelStore(home, catalogs, reach);
    assertThat(store.pull("dialect", false, FetchListener.none()).file()).hasBinaryContent(weights);
  }

  @Test
  void whatTheMirrorOfACatalogLacksComesFromTheAddressItself() throws Exception {
    Files.write(site.resolve("weights.bin"), weights);
    publish(1, entry("dialect", "weights.bin"));
    Path copies = Files.createDirectory(home.resolve("copies"));
    for (String name : List.of("catalog.json", "catalog.json.sig")) {
      Files.move(site.resolve(name), copies.resolve(name));
    }
    try (var mirror = new FolderServer(copies)) {
      var reach =
          new Reach(false, Map.of(server.at("/").toString(), List.of(mirror.at("/").toString())));
      var catalogs = catalogs(web(), HOUR, reach);
      assertThat(ids(catalogs)).containsExactly("base", "dialect");
      var store = new FolderModelStore(home, catalogs, reach);
      assertThat(store.pull("dialect", false, FetchListener.none()).file())
          .hasBinaryContent(weights);
      assertThat(mirror.asked()).contains("/weights.bin");
    }
  }

  @Test
  void anEntryOfTheOperatorsTakesThePlaceOfOurs() throws Exception {
    publish(1, entry("base", "w.bin"));
    var catalogs = catalogs(web(), HOUR, Reach.everywhere());
    assertThat(catalogs.entries()).hasSize(1);
    assertThat(catalogs.find("base").orElseThrow().sizeBytes()).isEqualTo(weights.length);
  }

  @Test
  void whatCannotBeUsedSaysWhichEntryAndWhy() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"not json", "no JSON"},
          {"{\"serial\": 1}", "no list of models"},
          {catalog(1, entry("x", "w.bin").replace("\"family\"", "\"f\"")), "'x': it has no family"},
          {catalog(1, entry("../x", "w.bin")), "not a model id"},
          {catalog(1, entry("x", "w.bin"), entry("x", "w.bin")), "'x' twice"},
          {catalog(1, entry("x", "file:///etc/passwd")), "file:///etc/passwd' cannot be used"},
          {catalog(1, entry("x", "ftp://host/w")), "cannot be used"},
          {catalog(1, entry("x", "w.bin").replaceAll("\\[\\{.*\\}\\]", "[null]")), "no object"},
          {catalog(1, "null"), "it has no"},
          {catalog(1, entry("x", "w.bin").replace("100000", "-1")), "sizeBytes"},
          {catalog(1, entry("x", "w.bin").replaceAll("[0-9a-f]{64}", "12")), "sha256"},
          {catalog(1, entry("x", "w.bin").replace("ggml", "../../x")), "format"}
        }) {
      Files.writeString(site.resolve("catalog.json"), wrong[0]);
      Files.write(site.resolve("catalog.json.sig"), key.sign(site.resolve("catalog.json")));
      assertProblem(wrong[1]);
    }
  }

  @Test
  void aBadAddressIsAProblemOfItsOwnAndTheOthersAreRead() throws Exception {
    publish(1, entry("dialect", "w.bin"));
    var policy =
        new CatalogPolicy(
            List.of("http://localhost/my catalog.json", "http://[", web()),
            true,
            HOUR,
            Reach.everywhere(),
            new TrustedKeys(Map.of("ours", key.publicKey())));
    var catalogs = new OperatorCatalogs(own, home.resolve("cache"), policy);
    assertThat(ids(catalogs)).containsExactly("base", "dialect");
    assertThat(catalogs.problems())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("The catalog http://localhost/my catalog.json is not used: ");
  }

  @Test
  void nothingIsDownloadedOffline() {
    own.add("new", weights, new ai.stt.app.catalog.ModelSource.Url(server.at("/w.bin")));
    var store = new FolderModelStore(home, own, new Reach(true, Map.of()));
    assertThatThrownBy(() -> store.pull("new", false, FetchListener.none()))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("stt bundle install");
    assertThat(server.asked()).isEmpty();
  }

  private void assertProblem(String words) {
    var catalogs = catalogs(web(), Duration.ZERO, Reach.everywhere());
    assertThat(ids(catalogs)).containsExactly("base");
    assertThat(catalogs.problems()).singleElement().asString().contains(words);
  }
}
