package ai.stt.inference.catalog.convert;

import ai.stt.inference.tensor.UnreadableFileException;

/**
 * The hyperparameters of a Whisper model, in the order of the ggml header (whisper.cpp,
 * whisper_hparams).
 *
 * @param vocabulary tokens; 51864 for English-only models, 51865 with 99 languages, 51866 with 100
 * @param audioContext encoder positions, 1500
 * @param audioState encoder width
 * @param audioHeads encoder attention heads
 * @param audioLayers encoder layers
 * @param textContext decoder positions, 448
 * @param textState decoder width
 * @param textHeads decoder attention heads
 * @param textLayers decoder layers
 * @param mels mel bins, 80 or 128
 * @param fileType ggml's number for the precision, plus 1000 times the quantisation's version
 */
public record WhisperShape(
    int vocabulary,
    int audioContext,
    int audioState,
    int audioHeads,
    int audioLayers,
    int textContext,
    int textState,
    int textHeads,
    int textLayers,
    int mels,
    int fileType) {
  private static final int ENGLISH_VOCABULARY = 51_864;
  private static final int LARGEST_VOCABULARY = 51_866;
  private static final int TOKENS_BESIDE_LANGUAGES = 51_766;

  /**
   * Checks whether the numbers can be a Whisper model's at all.
   *
   * @throws UnreadableFileException saying why not
   */
  void check() throws UnreadableFileException {
    if (!plausible()) {
      throw new UnreadableFileException("it has not the dimensions of a Whisper model");
    }
    // Where the commands and time stamps stand follows from their number.
    if (vocabulary < ENGLISH_VOCABULARY || vocabulary > LARGEST_VOCABULARY) {
      throw new UnreadableFileException(
          "its vocabulary has %d tokens, and not the %d to %d of Whisper's"
              .formatted(vocabulary, ENGLISH_VOCABULARY, LARGEST_VOCABULARY));
    }
  }

  private boolean plausible() {
    return within(vocabulary, 1 << 20)
        && within(audioContext, 8_192)
        && within(audioState, 8_192)
        && within(audioHeads, 256)
        && within(audioLayers, 256)
        && within(textContext, 8_192)
        && within(textState, 8_192)
        && within(textHeads, 256)
        && within(textLayers, 256)
        && (mels == 80 || mels == 128);
  }

  /** Whether it knows more than English. */
  public boolean multilingual() {
    return vocabulary > ENGLISH_VOCABULARY;
  }

  /** How many of Whisper's languages it knows. */
  public int languages() {
    return multilingual() ? vocabulary - TOKENS_BESIDE_LANGUAGES : 1;
  }

  /** The model id that this shape has in the catalog, such as {@code base.en-q5_1}. */
  public String modelId() {
    String quantisation = quantisation();
    return sizeName()
        + (multilingual() ? "" : ".en")
        + (quantisation.isEmpty() ? "" : "-" + quantisation);
  }

  /** The size that OpenAI gave a name, or {@code whisper-LAYERSxSTATE} for another. */
  public String sizeName() {
    return switch (audioLayers) {
      case 4 -> "tiny";
      case 6 -> "base";
      case 12 -> "small";
      case 24 -> textLayers == 24 ? "medium" : "distil-medium";
      case 32 -> largeName();
      default -> "whisper-" + audioLayers + "x" + audioState;
    };
  }

  private String largeName() {
    String version = mels == 128 ? "large-v3" : "large-v2";
    return switch (textLayers) {
      case 32 -> version;
      case 4 -> version + "-turbo";
      default -> "distil-" + version;
    };
  }

  /** Such as {@code q5_0}; empty for f16 and f32 (ggml.h, ggml_ftype). */
  public String quantisation() {
    return switch (fileType % 1000) {
      case 2 -> "q4_0";
      case 3 -> "q4_1";
      case 7 -> "q8_0";
      case 8 -> "q5_0";
      case 9 -> "q5_1";
      case 10 -> "q2_k";
      case 11 -> "q3_k";
      case 12 -> "q4_k";
      case 13 -> "q5_k";
      case 14 -> "q6_k";
      default -> "";
    };
  }

  private static boolean within(int value, int most) {
    return value > 0 && value <= most;
  }
}
