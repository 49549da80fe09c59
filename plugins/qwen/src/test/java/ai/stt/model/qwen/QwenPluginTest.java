package ai.stt.model.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.Capability;
import ai.stt.plugin.OfferedWhenInstalled;
import org.junit.jupiter.api.Test;

final class QwenPluginTest {
  @Test
  void everyLanguageModelIsOfferedWhenItIsInstalled() {
    var offers = OfferedWhenInstalled.offers(new QwenPlugin(), "gguf-chat", "gguf");
    assertThat(offers).hasSize(1);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.TEXT_GENERATION);
    assertThat(offers.getFirst().memoryBytes()).isGreaterThan(1000);
    assertThat(OfferedWhenInstalled.offers(new QwenPlugin(), "gguf-chat", "ggml")).isEmpty();
  }
}
