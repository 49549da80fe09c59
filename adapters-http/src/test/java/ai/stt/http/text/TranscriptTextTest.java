package ai.stt.http.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.CompletedTranscripts;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.TranscriptRef;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TranscriptTextTest extends TextTest {
  private static int accounts;

  @SuppressWarnings("NullAway.Init") // set before each test
  private String key;

  @SuppressWarnings("NullAway.Init")
  private String path;

  private long account;

  @BeforeEach
  void makeTranscript() {
    var signedUp = server.accounts().signUp("t%d@example.org".formatted(accounts++), Platform.BUSY);
    key = signedUp.key().secret().reveal();
    account = signedUp.account().id();
    path =
        address(
            "We must repair the bridge.",
            "Who pays for the bridge?",
            "The harbour office pays, as always.");
  }

  private String address(String... sentences) {
    var transcripts = new CompletedTranscripts(server.accounts(), server.accounts().clock);
    TranscriptRef ref = transcripts.of(account, sentences);
    return "/api/v1/transcripts/%d/".formatted(((TranscriptRef.ById) ref).id());
  }

  @Test
  void aSummaryIsKeptUntilItIsWantedAfresh() throws Exception {
    int before = server.embedder().embedded();
    JsonNode first = send("GET", path + "summarize/", "", key).json();
    assertThat(first.get("summary").asText()).contains("Speaker 1: We must repair the bridge.");
    int made = server.embedder().embedded();
    assertThat(made).isGreaterThan(before);
    assertThat(send("GET", path + "summarize", "", key).json()).isEqualTo(first);
    assertThat(server.embedder().embedded()).isEqualTo(made);
    assertThat(post(path + "summarize/", "", key).json()).isEqualTo(first);
    assertThat(server.embedder().embedded()).isGreaterThan(made);
    JsonNode list = post(path + "summarize/", object("style", "bullet_points"), key).json();
    assertThat(list.get("style").asText()).isEqualTo("bullet_points");
    assertThat(list.get("summary").asText()).startsWith("- ");
    assertThat(send("GET", path + "summarize/?style=haiku", "", key).status()).isEqualTo(400);
  }

  @Test
  void analysesAreKeyedByWhatWasAskedFor() throws Exception {
    JsonNode all = post(path + "analyze/", "", key).json();
    assertThat(all.fieldNames())
        .toIterable()
        .contains("sentiment", "topics", "entities", "action_items", "questions", "pii");
    JsonNode some = post(path + "analyze/", "{\"kinds\":[\"pii\",\"questions\"]}", key).json();
    assertThat(some.get("pii").get("redacted_text").asText()).contains("harbour office");
    assertThat(some.get("questions")).hasSize(1);
    assertThat(some.has("topics")).isFalse();
    assertThat(some.at("/models/questions").asText()).isEqualTo("extractive");
    assertThat(some.at("/models/pii").asText()).isEqualTo("rules");
    assertThat(some.get("models")).hasSize(2);
    assertThat(some.get("model").asText()).isEqualTo("rules, extractive");
    assertThat(all.get("model").asText()).isEqualTo("extractive, rules");
    JsonNode one = post(path + "analyze/", object("type", "action_items"), key).json();
    assertThat(one.get("result")).isEqualTo(one.get("action_items"));
    assertThat(one.get("model").asText()).isEqualTo("extractive");
    assertThat(one.at("/result/0/owner").asText()).isEqualTo("Speaker 1");
    assertThat(post(path + "analyze/", "{\"kinds\":[\"mood\"]}", key).status()).isEqualTo(400);
  }

  @Test
  void chaptersHaveTheTimesOfTheRecording() throws Exception {
    JsonNode json = post(path + "generate/", object("kind", "chapter_markers"), key).json();
    assertThat(json.at("/items/0/start_time").asDouble(-1)).isZero();
    assertThat(json.get("content").asText()).startsWith("- 0:00 ");
    String talk = address("We begin.", "We go on.", "Next, the harbour.", "It is full.");
    JsonNode two = post(talk + "generate/", object("kind", "chapter_markers"), key).json();
    assertThat(two.get("items")).hasSize(2);
    assertThat(two.at("/items/1/start_time").asDouble()).isEqualTo(10);
    assertThat(two.get("content").asText()).contains("\n- 0:10 ");
    assertThat(post(path + "generate/", object("type", "blog_post"), key).status()).isEqualTo(503);
  }

  @Test
  void aQuestionIsAnsweredWithItsPlacesAndTheConversationGoesOn() throws Exception {
    Answer first = post(path + "chat/", object("question", "Who pays for the bridge?"), key);
    assertThat(first.status()).as(first.error()).isEqualTo(200);
    JsonNode source = first.json().at("/sources/0");
    assertThat(source.get("text").asText()).contains("harbour office pays");
    assertThat(source.get("segment_order").asInt()).isZero();
    assertThat(source.get("segment_id").asLong()).isPositive();
    assertThat(source.get("score").asDouble()).isBetween(0.1, 1.0);
    assertThat(source.get("start_time").asDouble()).isZero();
    assertThat(source.get("speaker").asText()).isEqualTo("Speaker 1");
    String session = first.json().get("session_id").asText();
    Answer next = post(path + "chat/", object("message", "Always?", "session_id", session), key);
    assertThat(next.json().get("session_id").asText()).isEqualTo(session);
    Answer nothing = post(path + "chat/", object("question", "zeppelin championship"), key);
    assertThat(nothing.json().get("sources")).isEmpty();
    assertThat(nothing.json().get("answer").asText()).contains("not in the transcript");
    assertThat(post(path + "chat/", "{}", key).status()).isEqualTo(400);
    assertThat(post(path + "chat/", object("question", "x", "session_id", "no"), key).status())
        .isEqualTo(400);
  }

  @Test
  void anothersTranscriptIsNotThere() throws Exception {
    String other = server.accounts().key("other%d@example.org".formatted(accounts), Platform.BUSY);
    for (String what : new String[] {"summarize/", "analyze/", "chat/", "generate/"}) {
      String body = what.equals("chat/") ? object("question", "x") : "{\"type\":\"key_quotes\"}";
      body = what.equals("summarize/") || what.equals("analyze/") ? "{}" : body;
      assertThat(post(path + what, body, other).status()).as(what).isEqualTo(404);
      assertThat(post(path + what, body, null).status()).as(what).isEqualTo(401);
    }
  }

  @Test
  void ofSilenceThereIsNothingToSay() throws Exception {
    String silence = address();
    assertThat(send("GET", silence + "summarize/", "", key).json().get("summary").asText())
        .contains("Nothing was said");
    assertThat(post(silence + "analyze/", "", key).status()).isEqualTo(409);
    assertThat(post(silence + "chat/", object("question", "x"), key).json().get("sources"))
        .isEmpty();
  }
}
