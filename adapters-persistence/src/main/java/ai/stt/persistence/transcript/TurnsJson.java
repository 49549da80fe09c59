package ai.stt.persistence.transcript;

import ai.stt.speech.diarization.SpeakerTurn;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Speaker turns as {@code [[start, end, speaker], ...]}; null as null. */
final class TurnsJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TurnsJson() {}

  static @Nullable String write(@Nullable List<SpeakerTurn> turns) {
    if (turns == null) {
      return null;
    }
    ArrayNode all = JSON.createArrayNode();
    for (SpeakerTurn turn : turns) {
      all.addArray().add(turn.start()).add(turn.end()).add(turn.speaker());
    }
    return all.toString();
  }

  static @Nullable List<SpeakerTurn> read(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      List<SpeakerTurn> turns = new ArrayList<>();
      for (JsonNode turn : JSON.readTree(json)) {
        turns.add(
            new SpeakerTurn(
                turn.get(0).doubleValue(), turn.get(1).doubleValue(), turn.get(2).intValue()));
      }
      return turns;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the turns of a transcript are no JSON", e);
    }
  }
}
