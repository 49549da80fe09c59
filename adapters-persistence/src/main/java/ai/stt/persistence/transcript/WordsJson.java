package ai.stt.persistence.transcript;

import ai.stt.speech.transcript.Word;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Words as {@code jsonb}: an array of {@code [text, start, end, confidence, speaker]}, the last one
 * null when nobody asked.
 */
final class WordsJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WordsJson() {}

  static String write(List<Word> words) {
    ArrayNode all = JSON.createArrayNode();
    for (Word word : words) {
      all.addArray()
          .add(Cleaned.text(word.text()))
          .add(word.start())
          .add(word.end())
          .add(word.confidence())
          .add(word.speaker());
    }
    return all.toString();
  }

  static List<Word> read(String json) {
    try {
      List<Word> words = new ArrayList<>();
      for (JsonNode word : JSON.readTree(json)) {
        words.add(
            new Word(
                word.get(0).textValue(),
                word.get(1).doubleValue(),
                word.get(2).doubleValue(),
                word.get(3).doubleValue(),
                word.get(4).textValue()));
      }
      return words;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the words of a segment are no JSON", e);
    }
  }
}
