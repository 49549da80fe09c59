package ai.stt.inference.engine.whispercpp;

import ai.stt.inference.catalog.convert.WhisperShape;

/**
 * The attention heads that follow the sound, as {@code whisper_alignment_heads_preset} lists them
 * for the published models; told by the shape. (Large-v1 and v2 have the same shape; v1 is not in
 * use any more.)
 */
enum AlignmentHeads {
  NONE(0, 0, 0, 0, 0),
  TINY_EN(3, 51864, 384, 4, 4),
  TINY(4, 51865, 384, 4, 4),
  BASE_EN(5, 51864, 512, 6, 6),
  BASE(6, 51865, 512, 6, 6),
  SMALL_EN(7, 51864, 768, 12, 12),
  SMALL(8, 51865, 768, 12, 12),
  MEDIUM_EN(9, 51864, 1024, 24, 24),
  MEDIUM(10, 51865, 1024, 24, 24),
  LARGE_V2(12, 51865, 1280, 32, 32),
  LARGE_V3(13, 51866, 1280, 32, 32),
  LARGE_V3_TURBO(14, 51866, 1280, 32, 4);

  private final int preset;
  private final int vocabulary;
  private final int width;
  private final int audioLayers;
  private final int textLayers;

  AlignmentHeads(int preset, int vocabulary, int width, int audioLayers, int textLayers) {
    this.preset = preset;
    this.vocabulary = vocabulary;
    this.width = width;
    this.audioLayers = audioLayers;
    this.textLayers = textLayers;
  }

  /** The heads of a model, NONE for a shape that nobody has published heads for. */
  static AlignmentHeads of(WhisperShape shape) {
    for (AlignmentHeads heads : values()) {
      if (heads.vocabulary == shape.vocabulary()
          && heads.width == shape.textState()
          && heads.audioLayers == shape.audioLayers()
          && heads.textLayers == shape.textLayers()) {
        return heads;
      }
    }
    return NONE;
  }

  /** The number in whisper.h. */
  int preset() {
    return preset;
  }
}
