package ai.stt.inference.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.inference.plugin.testing.PluginZip;
import ai.stt.inference.plugin.testing.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PluginTrustTest extends FolderTest {
  private final SigningKey ours = SigningKey.fresh();
  private final SigningKey foreign = SigningKey.fresh();

  private void trust(boolean required, Set<String> known) {
    folder.close();
    Map<String, String> keys = Map.of("ours", ours.publicKey());
    folder = patient(zips, home.resolve("cache"), new PluginTrust(required, keys, known));
  }

  @Test
  void whereSignaturesAreRequiredAPluginRunsAsSoonAsItsOwnIsThere() throws Exception {
    trust(true, Set.of());
    Path zip = PluginZip.of("fake", "1.0.0").writeTo(zips.resolve("fake.zip"));
    folder.scan();
    assertThat(folder.plugins()).isEmpty();
    assertThat(folder.refusals().get("fake.zip")).contains("it is not signed");

    Files.write(zips.resolve("fake.zip.sig"), foreign.sign(zip));
    folder.scan();
    assertThat(folder.plugins()).isEmpty();
    assertThat(folder.refusals().get("fake.zip")).contains("not by a trusted key");

    Files.write(zips.resolve("fake.zip.sig"), ours.sign(zip));
    assertThat(folder.scan()).isTrue();
    assertThat(folder.refusals()).isEmpty();
    assertThat(versions()).containsExactly("fake 1.0.0");
  }

  @Test
  void aSignatureInBase64WithLineEndsCountsToo() throws Exception {
    trust(true, Set.of());
    Path zip = PluginZip.of("fake", "1.0.0").writeTo(zips.resolve("fake.zip"));
    Files.writeString(
        zips.resolve("fake.zip.sig"),
        Base64.getMimeEncoder().encodeToString(ours.sign(zip)) + "\n");
    assertThat(folder.scan()).isTrue();
  }

  @Test
  void aReplacementWithTheSignatureOfTheVersionBeforeIsRefusedAndThatOneGoesOn() throws Exception {
    trust(true, Set.of());
    Path zip = PluginZip.of("fake", "1.0.0").writeTo(zips.resolve("fake.zip"));
    Files.write(zips.resolve("fake.zip.sig"), ours.sign(zip));
    folder.scan();
    PluginZip.of("fake", "2.0.0").writeTo(zip);
    folder.scan();

    assertThat(versions()).containsExactly("fake 1.0.0");
    assertThat(folder.refusals().get("fake.zip")).contains("or it was changed");
  }

  @Test
  void whereSignaturesAreOptionalNoneIsFineAndAWrongOneIsNot() throws Exception {
    trust(false, Set.of());
    Path plain = PluginZip.of("plain", "1.0.0").writeTo(zips.resolve("plain.zip"));
    Path wrong = PluginZip.of("wrong", "1.0.0").writeTo(zips.resolve("wrong.zip"));
    Files.write(zips.resolve("wrong.zip.sig"), foreign.sign(wrong));
    Path broken = PluginZip.of("broken", "1.0.0").writeTo(zips.resolve("broken.zip"));
    Files.write(zips.resolve("broken.zip.sig"), new byte[3]);
    Path large = PluginZip.of("large", "1.0.0").writeTo(zips.resolve("large.zip"));
    Files.write(zips.resolve("large.zip.sig"), Arrays.copyOf(ours.sign(large), 5_000));
    folder.scan();

    assertThat(versions()).containsExactly("plain 1.0.0");
    assertThat(folder.refusals()).containsOnlyKeys("wrong.zip", "broken.zip", "large.zip");
    assertThat(folder.refusals().get("large.zip")).contains("too large");
    assertThat(plain).exists();
    assertThat(broken).exists();
  }

  @Test
  void whatCameWithTheProgramNeedsNoSignature() throws Exception {
    Path zip = PluginZip.of("ours", "1.0.0").writeTo(zips.resolve("ours.zip"));
    trust(true, Set.of(VerifiedCopy.sha256(zip)));
    assertThat(folder.scan()).isTrue();
  }

  @Test
  void keysThatAreNoneAndRequiredSignaturesWithoutAnyAreRefusedAtTheStart() {
    for (String key : new String[] {"", "?", "AAAA", "x".repeat(60)}) {
      assertThatThrownBy(() -> new PluginTrust(false, Map.of("k", key), Set.of()))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("trusted_keys.k");
    }
    assertThatThrownBy(() -> new PluginTrust(true, Map.of(), Set.of()))
        .hasMessageContaining("no key is trusted");
  }

  @Test
  void aLinkToAZipIsFollowedAndOneThatLeadsNowhereIsNoPlugin() throws Exception {
    Path first = PluginZip.of("fake", "1.0.0").writeTo(home.resolve("first.bin"));
    Path second = PluginZip.of("fake", "2.0.0").writeTo(home.resolve("second.bin"));
    Path link = Files.createSymbolicLink(zips.resolve("fake.zip"), first);
    Files.createSymbolicLink(zips.resolve("gone.zip"), home.resolve("nowhere"));
    folder.scan();
    assertThat(versions()).containsExactly("fake 1.0.0");
    assertThat(folder.refusals()).isEmpty();

    Files.delete(link);
    Files.createSymbolicLink(link, second);
    folder.scan();
    assertThat(versions()).containsExactly("fake 2.0.0");
    Files.delete(second);
    folder.scan();
    assertThat(folder.plugins()).isEmpty();
  }
}
