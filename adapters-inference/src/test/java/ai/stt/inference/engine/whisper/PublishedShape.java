package ai.stt.inference.engine.whisper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The layers, vocabulary and mels of published sizes, whose weights no test can have, on a width of
 * 64 and with noise for weights; and what the original implementation computes with them, which
 * shapes.py wrote to shapes.json.
 */
public enum PublishedShape {
  SMALL_EN("small.en", 51_864, 80, 12, 12, 8),
  MEDIUM("medium", 51_865, 80, 24, 24, 2),
  LARGE_V3("large-v3", 51_866, 128, 32, 32, 4),
  LARGE_V3_TURBO("large-v3-turbo", 51_866, 128, 32, 4, 4);

  private static final int MEL_SEED = 999;
  private static final int LOGITS_STEP = 811;

  private final String id;
  private final int vocabulary;
  private final int mels;
  private final int audioLayers;
  private final int textLayers;
  private final int heads;

  PublishedShape(String id, int vocabulary, int mels, int audioLayers, int textLayers, int heads) {
    this.id = id;
    this.vocabulary = vocabulary;
    this.mels = mels;
    this.audioLayers = audioLayers;
    this.textLayers = textLayers;
    this.heads = heads;
  }

  /** Writes the weights. */
  public Path write(Path file) throws IOException {
    return new SmallWhisper(vocabulary, mels, audioLayers, textLayers, heads).halved().write(file);
  }

  /** How many numbers a frame of the sound has. */
  public int mels() {
    return mels;
  }

  /** How many tokens the model knows. */
  public int vocabulary() {
    return vocabulary;
  }

  /** The sound that was heard: {@code [mels][3000]}. */
  public float[] mel() {
    float[] mel = SmallWhisper.noise(mels * 3_000, MEL_SEED);
    for (int i = 0; i < mel.length; i++) {
      mel[i] *= 2;
    }
    return mel;
  }

  /** The text that was written. */
  public static int[] tokens() throws IOException {
    return Reference.ints(stored("tokens"));
  }

  /**
   * The largest difference of logits from those of the original.
   *
   * @param logits {@code [tokens][vocabulary]}
   */
  public float difference(float[] logits) throws IOException {
    JsonNode list = stored(id);
    float[] original = new float[list.size()];
    for (int i = 0; i < original.length; i++) {
      original[i] = list.get(i).floatValue();
    }
    return Logits.difference(Reference.sample(logits, LOGITS_STEP), original);
  }

  private static JsonNode stored(String name) throws IOException {
    try (InputStream in = PublishedShape.class.getResourceAsStream("shapes.json")) {
      return Objects.requireNonNull(new ObjectMapper().readTree(in).get(name), name);
    }
  }
}
