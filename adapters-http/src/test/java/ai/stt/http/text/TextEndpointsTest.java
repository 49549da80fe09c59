package ai.stt.http.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.app.testing.Platform;
import ai.stt.platform.key.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class TextEndpointsTest extends TextTest {
  private static final String TALK = "We must go. Who is it? It is late.";

  @Test
  void embeddingsAreOfUnitLengthAndInOrder() throws Exception {
    Answer answer = post("/v1/embed", "{\"texts\":[\"Hello world\",\"How are you\"]}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("dimensions").asInt()).isEqualTo(64);
    assertThat(answer.json().get("model").asText()).isEqualTo("all-minilm-l6-v2");
    assertThat(answer.json().get("embeddings")).hasSize(2);
    for (JsonNode vector : answer.json().get("embeddings")) {
      double square = 0;
      for (JsonNode value : vector) {
        square += value.asDouble() * value.asDouble();
      }
      assertThat(square).isCloseTo(1, within(1e-3));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                        | texts: missing
          {"texts":[]}              | texts: send 1 to 2048
          {"texts":["a",""]}        | texts[1]: empty
          {"texts":["a"," \\n"]}    | texts[1]: empty
          {"texts":["a",7]}         | texts[1]: not a text
          {"texts":"a"}             | texts: not a list
          {"texts":null}            | texts: null
          {"texts":["a"],"x":1}     | x: not a field
          {"texts":["a"],"model":"no"} | live models: all-minilm-l6-v2
          [1]                       | send a JSON object
          {"texts":["a"             | not valid JSON
          """)
  void badWishesOfVectorsAreRefused(String body, String message) throws Exception {
    Answer answer = post("/v1/embed", body);
    assertThat(answer.status()).as(answer.error()).isEqualTo(400);
    assertThat(answer.error()).contains(message);
  }

  @Test
  void moreTextsThanAreTakenAreRefused() throws Exception {
    String texts = "\"x\",".repeat(2048) + "\"x\"";
    assertThat(post("/v1/embed", "{\"texts\":[" + texts + "]}").status()).isEqualTo(400);
    String most = texts.substring(4);
    assertThat(post("/v1/embed", "{\"texts\":[" + most + "]}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"brief", "detailed", "action_items", "bullet_points", "bullets", "headline"})
  void everyStyleHasASummary(String style) throws Exception {
    JsonNode json = post("/v1/summarize", object("text", TALK, "style", style)).json();
    assertThat(json.get("summary").asText()).isNotBlank().isEqualTo(json.get("text").asText());
    assertThat(json.get("style").asText()).isEqualTo(style);
    assertThat(json.get("model").asText()).isEqualTo("extractive");
  }

  @Test
  void theStyleIsBriefUnlessAnotherIsNamed() throws Exception {
    JsonNode json = post("/v1/summarize/", object("text", TALK)).json();
    assertThat(json.get("style").asText()).isEqualTo("brief");
    assertThat(json.get("embedding_model").asText()).isEqualTo("all-minilm-l6-v2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sentiment",
        "topics",
        "entities",
        "action_items",
        "questions",
        "pii_redact",
        "pii"
      })
  void everyAnalysisHasAResult(String type) throws Exception {
    Answer answer = post("/v1/analyze", object("text", TALK, "type", type));
    assertThat(answer.status()).as(answer.error()).isEqualTo(200);
    assertThat(answer.json().get("result")).isNotEmpty();
    assertThat(answer.json().get("model").asText()).isIn("extractive", "rules");
  }

  @Test
  void placesAreThoseOfTheTextThatWasSent() throws Exception {
    String text = "😀 نص Write to ada@example.org \uD83D now";
    JsonNode place =
        post("/v1/analyze", object("text", text, "type", "pii_redact"))
            .json()
            .at("/result/entities/0");
    assertThat(text.substring(place.get("start").asInt(), place.get("end").asInt()))
        .isEqualTo("ada@example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key_quotes",
        "chapter_markers",
        "meeting_notes",
        "show_notes",
        "podcast_show_notes"
      })
  void whatCanBeChosenIsMade(String kind) throws Exception {
    JsonNode json = post("/v1/generate", object("text", TALK, "type", kind)).json();
    assertThat(json.get("type").asText()).isEqualTo(kind);
    assertThat(json.get("content").asText()).isNotBlank();
    for (JsonNode item : json.path("items")) {
      assertThat(TALK).contains(item.path("quote").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"blog_post", "social_twitter", "newsletter", "study_guide", "flashcards", "quiz"})
  void whatHasToBeWrittenIsUnavailable(String kind) throws Exception {
    Answer answer = post("/v1/generate", object("text", TALK, "kind", kind));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.error())
        .contains(kind, "stt models pull qwen2.5-1.5b-instruct", "chapter_markers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/summarize | {"text":""}                           | text: empty
          /v1/summarize | {"text":" \\n\\t "}                   | text: empty
          /v1/summarize | {"text":"\\u00a0"}                  | text: empty
          /v1/analyze   | {"text":"\\u0000","type":"topics"}  | text: empty
          /v1/generate  | {"text":"\\u200b","type":"quiz"}    | text: empty
          /v1/embed     | {"texts":["a","\\u00a0\\u0000"]}    | texts[1]: empty
          /v1/summarize | {}                                    | text: missing
          /v1/summarize | {"text":7}                            | text: not a text
          /v1/summarize | {"text":"a","style":"haiku"}          | brief, detailed, action_items
          /v1/analyze   | {"text":"a","type":"mood"}            | sentiment, topics, entities
          /v1/analyze   | {"text":"a"}                          | sentiment, topics, entities
          /v1/generate  | {"text":"a","type":"poem"}            | blog_post, social_media
          /v1/generate  | {"text":"a"}                          | blog_post, social_media
          /v1/generate  | {"text":"a","type":"quiz","kind":"flashcards"} | send one of them
          """)
  void badWishesListWhatIsAllowed(String path, String body, String message) throws Exception {
    Answer answer = post(path, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/embed", "/v1/summarize", "/v1/analyze", "/v1/generate"})
  void nobodyGetsInWithoutAKeyOrItsScope(String path) throws Exception {
    assertThat(post(path, "{}", null).status()).isEqualTo(401);
    assertThat(post(path, "{}", "stt_wrong").status()).isEqualTo(401);
    String reader = reader(path.substring(4) + "@example.org");
    assertThat(post(path, "{}", reader).status()).isEqualTo(403);
  }

  private static String reader(String email) {
    long account = server.accounts().signUp(email, Platform.BUSY).account().id();
    return server.accounts().key(account, Scope.READ);
  }

  @Test
  void thePlanLimitsHowOftenOneAsks() throws Exception {
    String key = server.accounts().key("often@example.org", Platform.SMALL);
    Answer last = post("/v1/summarize", object("text", TALK), key);
    assertThat(last.raw().headers().firstValue("RateLimit-Remaining")).isPresent();
    for (int i = 0; i < 1000 && last.status() == 200; i++) {
      last = post("/v1/summarize", object("text", TALK), key);
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.raw().headers().firstValue("Retry-After")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"halves", "one-word", "right-to-left", "unknown", "controls"})
  void oddTextsAreServed(String sort) throws Exception {
    String text =
        switch (sort) {
          case "halves" -> "\\uD83D lone \\uDE00 and \\uD83D";
          case "one-word" -> "x".repeat(1_000_000);
          case "right-to-left" -> "مرحبا بكم. متى نبدأ؟ שלום עולם.";
          case "unknown" -> "Zzyzx qwrtp vbnm. Kjhgf dsapo!";
          default -> "\\u0000\\u0001 a \\u2028 b";
        };
    for (String path : List.of("/v1/summarize", "/v1/analyze", "/v1/generate")) {
      String rest =
          switch (path) {
            case "/v1/analyze" -> ",\"type\":\"questions\"";
            case "/v1/generate" -> ",\"type\":\"key_quotes\"";
            default -> "";
          };
      Answer answer = post(path, "{\"text\":\"" + text + "\"" + rest + "}");
      assertThat(answer.status()).as(path + " " + answer.error()).isEqualTo(200);
    }
    assertThat(post("/v1/embed", "{\"texts\":[\"" + text + "\"]}").status()).isEqualTo(200);
  }

  @Test
  void tenMillionCharactersAreServedAndMoreThanTheLimitIsNot() throws Exception {
    String sentence = "The committee of the town met about the water again. ";
    String text = sentence.repeat(10_000_000 / sentence.length());
    assertThat(post("/v1/summarize", object("text", text)).status()).isEqualTo(200);
    Answer tooLarge = post("/v1/summarize", object("text", "x".repeat(17 << 20)));
    assertThat(tooLarge.status()).isEqualTo(413);
  }

  @Test
  void fiftyAtOnceAreAllServed() throws Exception {
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String text = "Sentence %d must be said. What is number %d?".formatted(i, i);
      calls.add(() -> post("/v1/summarize", object("text", text)));
    }
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = pool.invokeAll(calls);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get().status()).isEqualTo(200);
        assertThat(answers.get(i).get().json().get("summary").asText()).contains("Sentence " + i);
      }
    }
  }
}
