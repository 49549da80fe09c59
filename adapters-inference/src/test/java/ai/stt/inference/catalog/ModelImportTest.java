package ai.stt.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.convert.WhisperConverter;
import ai.stt.inference.catalog.testing.Archives;
import ai.stt.inference.catalog.testing.SmallCatalog;
import ai.stt.inference.catalog.testing.TinyGguf;
import ai.stt.inference.catalog.testing.TinyWhisper;
import ai.stt.inference.catalog.testing.TinyWhisper.Precision;
import ai.stt.plugin.InstalledModel;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelImportTest {
  private final SmallCatalog catalog = new SmallCatalog();
  private final Path home;
  private final Path folder;
  private final Path ggml;
  private final FolderModelStore store;

  ModelImportTest(@TempDir Path temp) throws IOException {
    home = temp.resolve("home");
    folder = new TinyWhisper(51_865, Precision.F16).write(temp.resolve("my-whisper"));
    ggml = temp.resolve("ggml-mine.bin");
    WhisperConverter.convert(folder, ggml, FetchListener.none());
    store = new FolderModelStore(home, catalog);
  }

  @AfterEach
  void nothingIsLeftOfTheWork() throws IOException {
    try (Stream<Path> left = Files.list(home.resolve("models/.work"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aGgmlFileIsCopiedUnderItsName() throws Exception {
    var model = importFrom(ggml, null);
    assertThat(model.descriptor().id()).isEqualTo("mine");
    assertThat(model.descriptor().languages()).hasSize(99);
    assertThat(Files.mismatch(model.file(), ggml)).isEqualTo(-1);
    assertThat(store.installed()).containsExactly(model);
  }

  @Test
  void aFasterWhisperFolderIsConverted() throws Exception {
    var model = importFrom(folder, null);
    assertThat(model.descriptor().id()).isEqualTo("my-whisper");
    assertThat(model.format()).isEqualTo("ggml");
    assertThat(Files.mismatch(model.file(), ggml)).isEqualTo(-1);
  }

  @Test
  void aNameThatSaysNothingGivesWayToTheSize() throws Exception {
    Path plain = Files.copy(ggml, ggml.resolveSibling("ggml-model.bin"));
    assertThat(importFrom(plain, null).descriptor().id()).isEqualTo("whisper-1x2");
  }

  @Test
  void weightsThatTheCatalogKnowsGetItsEntry() throws Exception {
    catalog.add("official", Files.readAllBytes(ggml));
    var model = importFrom(ggml, null);
    assertThat(model.descriptor()).isEqualTo(catalog.entries().getFirst().descriptor());
    assertThat(store.pull("official", false, FetchListener.none())).isEqualTo(model);
  }

  @Test
  void theCatalogsIdIsNotGivenToOtherWeights() throws Exception {
    catalog.add("mine", new byte[] {1});
    assertThat(importFrom(ggml, null).descriptor().id()).isEqualTo("mine-imported");
    assertRefused(ggml, "mine", "'mine' is the catalog's id of other weights");
  }

  @Test
  void theSameWeightsTwiceAreOneModelAndOthersNeedAnotherId() throws Exception {
    var first = importFrom(ggml, "chosen");
    assertThat(importFrom(folder, "chosen")).isEqualTo(first);
    Path other = new TinyWhisper(51_864, Precision.F16).write(home.resolveSibling("en"));
    assertRefused(other, "chosen", "Another model is installed as 'chosen'");
    assertThat(importFrom(other, "english").descriptor().languages()).containsExactly("en");
  }

  @Test
  void whatIsNoModelIsRefusedWithItsReason() throws Exception {
    Path text = Files.writeString(home.resolveSibling("notes.txt"), "not a model at all");
    assertRefused(text, null, "'notes.txt' cannot be imported because it is not a ggml file");
    assertRefused(home.resolveSibling("absent.bin"), null, "no such file or folder");
    assertRefused(Files.createDirectories(home.resolveSibling("bare")), null, "no model.bin");
    assertRefused(ggml, "a/b", "id is made of letters");
    byte[] whole = Files.readAllBytes(ggml);
    Path cut = home.resolveSibling("cut.bin");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 9));
    assertRefused(cut, null, "because it ends too early");
    assertThat(store.installed()).isEmpty();
  }

  @Test
  void aLanguageModelIsCopiedUnderItsName() throws Exception {
    var gguf =
        new TinyGguf()
            .text("general.architecture", "llama")
            .text("general.name", "My Model 1B")
            .text("general.license", "apache-2.0");
    Path plain = Files.write(home.resolveSibling("model.gguf"), gguf.bytes());
    assertRefused(plain, null, "no chat template");
    byte[] chat = gguf.text("tokenizer.chat_template", "{{ x }}").bytes();
    var model = importFrom(Files.write(plain, chat), null);
    assertThat(model.descriptor().id()).isEqualTo("my-model-1b");
    assertThat(model.family()).isEqualTo("gguf-chat");
    assertThat(model.format()).isEqualTo("gguf");
    assertThat(Files.readAllBytes(model.file())).isEqualTo(chat);
    Path cut = home.resolveSibling("cut.gguf");
    Files.write(cut, Arrays.copyOf(chat, chat.length - 9));
    assertRefused(cut, null, "because it is cut short");
  }

  @Test
  void aGlinerFolderBecomesOneFileThatBeginsWithItsGraph() throws Exception {
    Path hub = home.resolveSibling("names");
    Path gliner = Files.createDirectories(hub.resolve("onnx"));
    Files.writeString(hub.resolve("gliner_config.json"), "{\"model_name\":\"a/mDeBERTa\"}");
    assertRefused(hub, null, "the folder has no model.onnx");
    byte[] graph = {7 << 3 | 2, 3, 1, 2, 3};
    Files.write(gliner.resolve("model_fp16.onnx"), graph);
    assertRefused(hub, null, "the folder has no tokenizer.json");
    Files.writeString(hub.resolve("tokenizer.json"), "{");
    assertRefused(hub, null, "tokenizer.json is no JSON");
    Files.writeString(hub.resolve("tokenizer.json"), "{\"model\": {}}");
    var model = importFrom(hub, null);
    assertThat(model.descriptor().id()).isEqualTo("names");
    assertThat(model.descriptor().languages()).hasSizeGreaterThan(1);
    assertThat(List.of(model.family(), model.format())).containsExactly("gliner", "onnx");
    assertThat(Files.readAllBytes(model.file()))
        .startsWith(graph)
        .asString(StandardCharsets.UTF_8)
        .contains("gliner_config.json", "a/mDeBERTa", "tokenizer.json", "{\"model\":{}}");
    Files.write(gliner.resolve("model_fp16.onnx"), new byte[] {7 << 3 | 2, 9, 1, 2, 3});
    assertRefused(hub, "cut", "it is no whole ONNX file");
  }

  @Test
  void workOfAKilledProcessIsClearedAway() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path left = home.resolve("models/.work/+import-" + dead.pid() + "-1");
    Files.createDirectories(left);
    importFrom(ggml, null);
    assertThat(left).doesNotExist();
  }

  @Test
  void theSourceStays() throws Exception {
    String before = Archives.sha256(Files.readAllBytes(ggml));
    importFrom(ggml, null);
    assertThat(Archives.sha256(Files.readAllBytes(ggml))).isEqualTo(before);
  }

  private InstalledModel importFrom(Path source, @Nullable String id) throws InterruptedException {
    return store.importFrom(source, id, FetchListener.none());
  }

  private void assertRefused(Path source, @Nullable String id, String reason) {
    assertThatThrownBy(() -> importFrom(source, id))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining(reason);
  }
}
