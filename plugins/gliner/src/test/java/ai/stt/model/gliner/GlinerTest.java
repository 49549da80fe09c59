package ai.stt.model.gliner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.plugin.Capability;
import ai.stt.plugin.OfferedWhenInstalled;
import ai.stt.plugin.recognition.EntityRecogniser;
import ai.stt.plugin.recognition.EntityRecogniserContract;
import ai.stt.plugin.recognition.FoundEntity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GlinerTest extends EntityRecogniserContract {
  @TempDir static Path temp;

  @Override
  protected EntityRecogniser load() throws Exception {
    return TinyGliner.load(TinyGliner.installed(temp).file());
  }

  @Test
  void thePiecesOfEveryWordAreThoseOfTheOriginal() throws Exception {
    SubWords subWords = SubWords.of(Json.parse(TinyGliner.text(SubWords.FILE)));
    for (var reference : TinyGliner.references()) {
      if (!reference.pieces().isEmpty()) {
        List<List<Integer>> pieces = new ArrayList<>();
        var scanner = new WordScanner(reference.text());
        for (var word = scanner.next(); word != null; word = scanner.next()) {
          int[] ids = subWords.of(reference.text().substring(word.start(), word.end()));
          pieces.add(Arrays.stream(ids).boxed().toList());
        }
        assertThat(pieces).as(reference.text()).isEqualTo(reference.pieces());
      }
    }
  }

  @Test
  void whatIsFoundIsWhatTheOriginalFinds() throws Exception {
    int all = 0;
    for (var reference : TinyGliner.references()) {
      List<FoundEntity> found =
          recogniser().recognise(reference.text(), TinyGliner.KINDS, TinyGliner.LEAST);
      assertThat(places(found)).as(reference.text()).isEqualTo(places(reference.found()));
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).score())
            .as("%s: %s", reference.text(), found.get(i))
            .isCloseTo(reference.found().get(i).score(), within(1e-4f));
      }
      all += found.size();
    }
    assertThat(all).isGreaterThan(100);
  }

  @Test
  void theModelIsOfferedWhenItIsInstalled() {
    var offers = OfferedWhenInstalled.offers(new GlinerPlugin(), "gliner", "onnx");
    assertThat(offers).hasSize(1);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.ENTITY_RECOGNITION);
    assertThat(offers.getFirst().memoryBytes()).isGreaterThan(1000);
  }

  private static List<String> places(List<FoundEntity> all) {
    return all.stream()
        .map(found -> "%s %d..%d".formatted(found.kind(), found.start(), found.end()))
        .toList();
  }
}
