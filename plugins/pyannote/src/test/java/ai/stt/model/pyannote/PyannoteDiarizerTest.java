package ai.stt.model.pyannote;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.Capability;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.diarization.Diarizer;
import ai.stt.plugin.diarization.DiarizerContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The real weights, fetched once into {@code STT_HOME} (else {@code ~/.stt}). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PyannoteDiarizerTest extends DiarizerContract {
  @SuppressWarnings("NullAway.Init") // set before every test
  private Diarizer diarizer;

  @BeforeAll
  void load() throws Exception {
    List<ModelOffer<?>> offers = new PyannotePlugin().offers(RealWeights.host());
    assertThat(offers).hasSize(2);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.DIARIZATION);
    diarizer = (Diarizer) offers.getFirst().loader().load();
  }

  @AfterAll
  void close() {
    diarizer.close();
  }

  @Override
  protected Diarizer diarizer() {
    return diarizer;
  }

  @Test
  void withoutWeightsThereIsNoOffer() {
    assertThat(new PyannotePlugin().offers(new RealWeights(List.of()))).isEmpty();
  }
}
