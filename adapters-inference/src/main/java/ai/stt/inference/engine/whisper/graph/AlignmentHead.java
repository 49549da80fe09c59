package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.catalog.convert.WhisperShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A head of the decoder whose attention follows the sound.
 *
 * @param layer of the decoder
 * @param head of the layer
 */
public record AlignmentHead(int layer, int head) {
  /** As openai/whisper lists them in {@code _ALIGNMENT_HEADS}, layer:head. */
  private static final Map<String, String> PUBLISHED =
      Map.ofEntries(
          Map.entry("tiny", "2:2 3:0 3:2 3:3 3:4 3:5"),
          Map.entry("tiny.en", "1:0 2:0 2:5 3:0 3:1 3:2 3:3 3:4"),
          Map.entry("base", "3:1 4:2 4:3 4:7 5:1 5:2 5:4 5:6"),
          Map.entry("base.en", "3:3 4:7 5:1 5:5 5:7"),
          Map.entry("small", "5:3 5:9 8:0 8:4 8:7 8:8 9:0 9:7 9:9 10:5"),
          Map.entry(
              "small.en",
              "6:6 7:0 7:3 7:8 8:2 8:5 8:7 9:0 9:4 9:8 9:10 10:0 10:1 10:2 10:3 10:6 10:11 11:2 11:4"),
          Map.entry("medium", "13:15 15:4 15:15 16:1 20:0 23:4"),
          Map.entry(
              "medium.en",
              "11:4 14:1 14:12 14:14 15:4 16:0 16:4 16:9 17:12 17:14 18:7 18:10 18:15 20:0 20:3 20:9 20:14 21:12"),
          Map.entry(
              "large-v2",
              "10:12 13:17 16:11 16:12 16:13 17:15 17:16 18:4 18:11 18:19 19:11 21:2 21:3 22:3 22:9 22:12 23:5 23:7 23:13 25:5 26:1 26:12 27:15"),
          Map.entry("large-v3", "7:0 10:17 12:18 13:12 16:1 17:14 19:11 21:4 24:1 25:6"),
          Map.entry("large-v3-turbo", "2:4 2:11 3:3 3:6 3:11 3:14"));

  private static final Map<String, Integer> WIDTHS =
      Map.of("tiny", 384, "base", 512, "small", 768, "medium", 1024);

  private static final int LARGE_WIDTH = 1280;

  /**
   * The heads of a model: those published for its shape; of any other all heads of the upper half
   * of the decoder, as openai/whisper has it.
   */
  public static List<AlignmentHead> of(WhisperShape shape) {
    String size = shape.sizeName();
    String heads = PUBLISHED.get(shape.multilingual() ? size : size + ".en");
    boolean sameLayers = size.contains("large") || shape.textLayers() == shape.audioLayers();
    if (heads == null
        || !sameLayers
        || WIDTHS.getOrDefault(size, LARGE_WIDTH) != shape.textState()) {
      return upperHalf(shape);
    }
    List<AlignmentHead> list = new ArrayList<>();
    for (String pair : heads.split(" ")) {
      int colon = pair.indexOf(':');
      list.add(
          new AlignmentHead(
              Integer.parseInt(pair.substring(0, colon)),
              Integer.parseInt(pair.substring(colon + 1))));
    }
    return list;
  }

  private static List<AlignmentHead> upperHalf(WhisperShape shape) {
    List<AlignmentHead> list = new ArrayList<>();
    for (int layer = shape.textLayers() / 2; layer < shape.textLayers(); layer++) {
      for (int head = 0; head < shape.textHeads(); head++) {
        list.add(new AlignmentHead(layer, head));
      }
    }
    return list;
  }
}
