package ai.stt.model.gliner;

import java.util.List;

/**
 * What a model's {@code gliner_config.json} says.
 *
 * @param maxWords words that the model reads at once
 * @param maxWidth words of the longest entity
 * @param maxPieces pieces that its encoder reads at once, prompt included
 * @param entityMark stands in front of each kind
 * @param endMark stands behind the last kind
 */
record GlinerConfig(int maxWords, int maxWidth, int maxPieces, String entityMark, String endMark) {
  static final String FILE = "gliner_config.json";

  private static final int LEAST_PIECES = 512;
  private static final int MOST = 8192;

  GlinerConfig {
    if (maxWords < 2 || maxWords > MOST || maxWidth < 1 || maxWidth > 100) {
      throw new IllegalArgumentException(
          "%s: max_len %d or max_width %d is out of range".formatted(FILE, maxWords, maxWidth));
    }
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException when the model is of a sort that cannot run here; the message
   *     says which
   */
  static GlinerConfig of(Json json) {
    expect(json, "words_splitter_type", "whitespace", List.of("whitespace"));
    expect(json, "span_mode", "markerV0", List.of("markerV0", "marker", "markerV1", "markerV2"));
    expect(json, "subtoken_pooling", "first", List.of("first"));
    if (!json.get("labels_encoder").isMissing()) {
      throw new IllegalArgumentException("it has an encoder of its own for kinds (bi-encoder)");
    }
    int pieces = json.get("encoder_config").get("max_position_embeddings").whole(LEAST_PIECES);
    return new GlinerConfig(
        json.get("max_len").whole(384),
        json.get("max_width").whole(12),
        Math.clamp(pieces, LEAST_PIECES, MOST),
        json.get("ent_token").text("<<ENT>>"),
        json.get("sep_token").text("<<SEP>>"));
  }

  private static void expect(Json json, String name, String usual, List<String> known) {
    String value = json.get(name).text(usual);
    if (!known.contains(value)) {
      throw new IllegalArgumentException(
          "%s: %s is '%s', and only %s can run here".formatted(FILE, name, value, known));
    }
  }

  /** Words that a window has in common with the next one: an entity lies whole in one of them. */
  int overlap() {
    return Math.max(maxWidth, maxWords / 8);
  }
}
