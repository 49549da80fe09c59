package ai.stt.plugin.engine;

import java.util.List;

/**
 * What a ggml file says about its model.
 *
 * @param audioLayers layers of the encoder: 4 tiny, 6 base, 12 small, 24 medium, 32 large
 * @param textLayers layers of the decoder; 4 in large-v3-turbo
 * @param width size of a hidden state
 * @param melBins 80, or 128 from large-v3 on
 * @param vocabulary number of tokens
 * @param languages codes that the model can be told or can detect; only {@code en} for a model of
 *     one language
 */
public record WhisperShape(
    int audioLayers,
    int textLayers,
    int width,
    int melBins,
    int vocabulary,
    List<String> languages) {
  /** Takes a copy of the list. */
  public WhisperShape {
    languages = List.copyOf(languages);
  }

  /** Whether the model knows more than English. */
  public boolean multilingual() {
    return languages.size() > 1;
  }
}
