package ai.stt.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.stt.plugin.Capability;
import ai.stt.plugin.OfferedWhenInstalled;
import ai.stt.plugin.embedding.Embedder;
import ai.stt.plugin.embedding.EmbedderContract;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MiniLmTest extends EmbedderContract {
  @Override
  protected Embedder load() throws Exception {
    return RealMiniLm.load();
  }

  @Test
  void thePiecesAreThoseOfTheOriginal() throws Exception {
    var pieces = new WordPieces(Vocabulary.read());
    List<RealMiniLm.Reference> references = RealMiniLm.references();
    assertThat(references).hasSizeGreaterThan(30);
    for (var reference : references) {
      assertThat(pieces.of(reference.text()))
          .as(reference.text().substring(0, Math.min(60, reference.text().length())))
          .containsExactly(reference.ids());
    }
  }

  @Test
  void theVectorsAreThoseOfTheOriginal() throws Exception {
    List<RealMiniLm.Reference> references = RealMiniLm.references();
    float[][] vectors =
        embedder().embed(references.stream().map(RealMiniLm.Reference::text).toList());
    for (int i = 0; i < vectors.length; i++) {
      assertThat(vectors[i])
          .as("text %d", i)
          .containsExactly(references.get(i).vector(), within(1e-4f));
    }
  }

  @Test
  void theWeightsOfEightBitsMeanAboutTheSame() throws Exception {
    try (MiniLm small = RealMiniLm.load(RealMiniLm.file("all-minilm-l6-v2-int8"))) {
      for (var reference : RealMiniLm.references()) {
        if (reference.text().matches("[A-Za-z ,.!']{8,}") && reference.ids().length < 100) {
          float[] vector = small.embed(List.of(reference.text()))[0];
          double alike = 0;
          for (int i = 0; i < vector.length; i++) {
            alike += vector[i] * reference.vector()[i];
          }
          assertThat(alike).as(reference.text()).isGreaterThan(0.97).isLessThan(1.0001);
        }
      }
    }
  }

  @Test
  void aFileThatIsCutShortIsNoModel(@TempDir Path folder) throws Exception {
    Path cut = folder.resolve("cut.onnx");
    try (InputStream whole = Files.newInputStream(RealMiniLm.file())) {
      Files.write(cut, whole.readNBytes(1_000_000));
    }
    assertThatThrownBy(() -> RealMiniLm.load(cut))
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE));
  }

  @Test
  void theModelIsOfferedWhenItIsInstalled() {
    var offers = OfferedWhenInstalled.offers(new MiniLmPlugin(), "minilm", "onnx");
    assertThat(offers).hasSize(1);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.EMBEDDING);
    assertThat(offers.getFirst().memoryBytes()).isGreaterThan(1000);
  }
}
