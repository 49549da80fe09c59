package ai.stt.inference.catalog.convert;

import ai.stt.inference.tensor.UnreadableFileException;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of Whisper's vocabulary as bytes. Tokenizer files write each byte as a printable
 * character (GPT-2's byte-level BPE, openai/gpt-2 encoder.py); this turns them back.
 */
final class WhisperVocabulary {
  /** Tokens that stand for text, in every Whisper model; special tokens follow. */
  static final int TEXT_TOKENS = 50_257;

  private static final long MOST_FILE_BYTES = 64L << 20;

  /** The last of the tokens of English models; multilingual ones have it behind them. */
  private static final String END_OF_TEXT = "<|endoftext|>";

  private static final String ENGLISH = "English only";
  private static final String MANY = "many languages";
  private static final short[] BYTES = bytes();

  private WhisperVocabulary() {}

  /**
   * The text tokens of a folder, from {@code tokenizer.json}, else {@code vocab.json} of
   * transformers, else {@code vocabulary.json} or {@code vocabulary.txt} of faster-whisper.
   *
   * @param multilingual of which kind the weights beside it are
   * @return {@code [50257]} tokens in the order of their ids
   * @throws UnreadableFileException when there is none, or that of the other kind
   */
  static byte[][] read(Path folder, boolean multilingual) throws IOException {
    @Nullable String[] tokens = new String[TEXT_TOKENS];
    if (Files.exists(folder.resolve("tokenizer.json"))) {
      fromTokenizer(json(folder.resolve("tokenizer.json")).path("model").path("vocab"), tokens);
    } else if (Files.exists(folder.resolve("vocab.json"))) {
      fromTokenizer(json(folder.resolve("vocab.json")), tokens);
    } else if (Files.exists(folder.resolve("vocabulary.json"))) {
      JsonNode list = json(folder.resolve("vocabulary.json"));
      for (int i = 0; i < TEXT_TOKENS && i < list.size(); i++) {
        tokens[i] = list.get(i).asText();
      }
    } else if (Files.exists(folder.resolve("vocabulary.txt"))) {
      fromLines(folder.resolve("vocabulary.txt"), tokens);
    } else {
      throw new UnreadableFileException(
          "the folder has no tokenizer.json, vocab.json, vocabulary.json or vocabulary.txt");
    }
    if (END_OF_TEXT.equals(tokens[TEXT_TOKENS - 1]) == multilingual) {
      throw new UnreadableFileException(
          "its weights know %s, and its vocabulary is of a model that knows %s"
              .formatted(multilingual ? MANY : ENGLISH, multilingual ? ENGLISH : MANY));
    }
    return decode(tokens);
  }

  private static void fromTokenizer(JsonNode vocabulary, @Nullable String[] tokens) {
    for (var entry : vocabulary.properties()) {
      int id = entry.getValue().asInt(-1);
      if (id >= 0 && id < TEXT_TOKENS) {
        tokens[id] = entry.getKey();
      }
    }
  }

  private static void fromLines(Path file, @Nullable String[] tokens) throws IOException {
    checkSize(file);
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    List<String> lines = List.of(text.split("\n", TEXT_TOKENS + 1));
    for (int i = 0; i < TEXT_TOKENS && i < lines.size(); i++) {
      tokens[i] = lines.get(i);
    }
  }

  private static JsonNode json(Path file) throws IOException {
    checkSize(file);
    try {
      return new JsonMapper().readTree(file.toFile());
    } catch (JacksonException e) {
      throw new UnreadableFileException(file.getFileName() + " is not JSON");
    }
  }

  private static void checkSize(Path file) throws IOException {
    if (Files.size(file) > MOST_FILE_BYTES) {
      throw new UnreadableFileException(file.getFileName() + " is far too large");
    }
  }

  /** The multilingual vocabulary ends with an empty token, which some files leave out. */
  private static byte[][] decode(@Nullable String[] tokens) throws UnreadableFileException {
    byte[][] decoded = new byte[TEXT_TOKENS][];
    for (int id = 0; id < TEXT_TOKENS; id++) {
      String token = tokens[id];
      if (token == null && id < TEXT_TOKENS - 1) {
        throw new UnreadableFileException("its vocabulary has no token " + id);
      }
      decoded[id] = token == null ? new byte[0] : decode(token);
    }
    return decoded;
  }

  static byte[] decode(String token) {
    var out = new ByteArrayOutputStream(token.length());
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c >= BYTES.length || BYTES[c] < 0) {
        return token.getBytes(StandardCharsets.UTF_8);
      }
      out.write(BYTES[c]);
    }
    return out.toByteArray();
  }

  /** Printable Latin-1 stands for itself; the 68 other bytes for U+0100 and up, in order. */
  private static short[] bytes() {
    short[] bytes = new short[256 + 68];
    Arrays.fill(bytes, (short) -1);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean itself = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
      bytes[itself ? b : next++] = (short) b;
    }
    return bytes;
  }
}
