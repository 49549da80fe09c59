package ai.stt.inference.catalog.fonts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.catalog.ModelSource.PackageFiles;
import ai.stt.app.export.DocumentFonts.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PackagedFontsTest {
  @TempDir private Path home = Path.of("");

  @Test
  void aFontIsFetchedOnceAndFoundAgain() throws Exception {
    Path font = new PackagedFonts(home).font(Script.ARABIC).orElseThrow();
    Instant written = Files.getLastModifiedTime(font).toInstant();

    assertThat(new PackagedFonts(home).font(Script.ARABIC)).contains(font);
    assertThat(Files.getLastModifiedTime(font).toInstant()).isEqualTo(written);
    assertThat(home.resolve("fonts/.work")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void everyScriptHasAPinnedFontUnderAnOpenLicence(Script script) {
    assertThat(PackagedFont.all())
        .filteredOn(font -> font.script().equals(script.id()))
        .singleElement()
        .satisfies(
            font -> {
              assertThat(font.licence()).isEqualTo("OFL-1.1");
              assertThat(font.archive().sha256()).hasSize(64);
              assertThat(font.archive().files()).hasSize(1);
            });
  }

  @Test
  void aForgedPackageIsRefusedAndNotAskedForAgainAtOnce() {
    PackagedFont real = PackagedFont.all().getFirst();
    PackageFiles archive = real.archive();
    var forged =
        new PackagedFont(
            real.script(),
            real.licence(),
            new PackageFiles(
                archive.registry(),
                archive.name(),
                archive.version(),
                archive.platform(),
                archive.sizeBytes(),
                "0".repeat(64),
                archive.files()));
    var now = new AtomicReference<>(Instant.EPOCH);
    InstantSource clock = now::get;
    var fonts = new PackagedFonts(home, List.of(forged), clock);

    assertThat(fonts.font(Script.ARABIC)).isEmpty();
    assertThat(fonts.font(Script.KOREAN)).isEmpty();

    now.set(Instant.EPOCH.plusSeconds(599));
    long before = System.nanoTime();
    assertThat(fonts.font(Script.ARABIC)).isEmpty();
    assertThat(System.nanoTime() - before).isLessThan(50_000_000L);
    assertThat(home.resolve("fonts").resolve(real.fileName())).doesNotExist();
  }
}
