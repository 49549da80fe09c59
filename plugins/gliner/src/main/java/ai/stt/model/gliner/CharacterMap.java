package ai.stt.model.gliner;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SentencePiece's {@code precompiled_charsmap}: characters and what stands in their place, in a
 * double-array trie over UTF-8 (S. Yata, darts-clone). Characters that readers see as one are
 * looked up together first, and the shortest entry that they begin with counts, as in Hugging
 * Face's tokenizers. Thread-safe.
 */
final class CharacterMap {
  private static final Pattern SEEN_AS_ONE = Pattern.compile("\\X");
  private static final int LONGEST_TOGETHER = 5;

  private final int[] trie;
  private final byte[] replacements;

  /** Characters of ASCII that always stay as they are. */
  private final boolean[] staying = new boolean[128];

  private CharacterMap(int[] trie, byte[] replacements) {
    this.trie = trie;
    this.replacements = replacements;
    for (byte c = '!'; c < '~'; c++) {
      staying[c] = find(new byte[] {c}) == null;
    }
  }

  /**
   * Reads the map.
   *
   * @param base64 the size of the trie, the trie, and the replacements, each ended by a zero
   */
  static CharacterMap of(String base64) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    int size = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
    if (size < Integer.BYTES || size > bytes.remaining()) {
      throw new IllegalArgumentException("the tokenizer's map of characters is broken");
    }
    int[] trie = new int[size / Integer.BYTES];
    bytes.asIntBuffer().get(trie);
    bytes.position(bytes.position() + size);
    byte[] replacements = new byte[bytes.remaining()];
    bytes.get(replacements);
    return new CharacterMap(trie, replacements);
  }

  String apply(String text) {
    if (text.chars().allMatch(c -> c < staying.length && staying[c])) {
      return text;
    }
    var mapped = new StringBuilder(text.length());
    Matcher seen = SEEN_AS_ONE.matcher(text);
    while (seen.find()) {
      String together = seen.group();
      byte[] bytes = together.getBytes(StandardCharsets.UTF_8);
      String replacement = bytes.length <= LONGEST_TOGETHER ? find(bytes) : null;
      if (replacement != null) {
        mapped.append(replacement);
      } else {
        together.codePoints().forEach(codePoint -> append(mapped, Character.toString(codePoint)));
      }
    }
    return mapped.toString();
  }

  private void append(StringBuilder mapped, String character) {
    String replacement = find(character.getBytes(StandardCharsets.UTF_8));
    mapped.append(replacement == null ? character : replacement);
  }

  /** What stands in the place of the shortest entry that the bytes begin with; null for none. */
  private @Nullable String find(byte[] bytes) {
    int node = offset(trie[0]);
    for (byte next : bytes) {
      int label = next & 0xff;
      node ^= label;
      if (label == 0 || node >= trie.length || (trie[node] & 0x800000ff) != label) {
        return null;
      }
      boolean leaf = (trie[node] >>> 8 & 1) == 1;
      node ^= offset(trie[node]);
      if (leaf && node < trie.length) {
        return replacement(trie[node] & 0x7fffffff);
      }
    }
    return null;
  }

  private static int offset(int unit) {
    return (unit >>> 10) << ((unit & 1 << 9) >>> 6);
  }

  private String replacement(int from) {
    int end = Math.min(from, replacements.length);
    int start = end;
    while (end < replacements.length && replacements[end] != 0) {
      end++;
    }
    return new String(Arrays.copyOfRange(replacements, start, end), StandardCharsets.UTF_8);
  }
}
