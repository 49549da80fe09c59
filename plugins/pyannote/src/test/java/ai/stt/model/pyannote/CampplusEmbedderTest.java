package ai.stt.model.pyannote;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.Capability;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.speaker.SpeakerEmbedder;
import ai.stt.plugin.speaker.SpeakerEmbedderContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The real weights, offered also where the other half of diarization is missing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CampplusEmbedderTest extends SpeakerEmbedderContract {
  @SuppressWarnings("NullAway.Init") // set before every test
  private SpeakerEmbedder embedder;

  @BeforeAll
  void load() throws Exception {
    var host = new RealWeights(List.of(RealWeights.host().installed().getLast()));
    List<ModelOffer<?>> offers = new PyannotePlugin().offers(host);
    assertThat(offers).hasSize(1);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.SPEAKER_EMBEDDING);
    embedder = (SpeakerEmbedder) offers.getFirst().loader().load();
  }

  @AfterAll
  void close() {
    embedder.close();
  }

  @Override
  protected SpeakerEmbedder embedder() {
    return embedder;
  }
}
