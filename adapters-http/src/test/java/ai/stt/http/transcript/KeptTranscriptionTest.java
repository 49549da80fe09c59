package ai.stt.http.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import ai.stt.http.testing.RawClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code POST /v1/transcribe} with the key of an account. */
@Timeout(60)
final class KeptTranscriptionTest extends AccountTest {
  @Test
  void theResultIsKeptAndPaid() throws Exception {
    String key = server.newKey("kept@example.org");
    Answer answer = post(Form.saying("Hello there"), key);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/text")).isEqualTo("Hello there");
    assertThat(answer.json().at("/credits_used").asInt()).isEqualTo(1);
    assertThat(answer.raw().headers().firstValue("X-Model")).contains("base");
    Answer kept = get(ALL + answer.json().at("/id").asLong() + "/", key);
    assertThat(kept.text("/text")).isEqualTo("Hello there");
    assertThat(kept.text("/title")).isEqualTo("speech.wav");
    assertThat(kept.text("/slug")).isEqualTo(answer.text("/slug"));
    assertThat(kept.json().at("/segments/0/words/1/word").asText()).isEqualTo("there");
    Answer srt = post(Form.saying("Hello").field("response_format", "srt"), key);
    assertThat(srt.raw().body()).startsWith("1\n00:00:00,000 --> ");
    assertThat(get(ALL, key).json().at("/count").asInt()).isEqualTo(2);
  }

  @Test
  void anAnonymousResultIsNotKept() throws Exception {
    Answer answer = post(Form.saying("Hello there"), null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/slug").isNull()).isTrue();
    assertThat(answer.json().at("/credits_used").asInt()).isZero();
    assertThat(post(Form.saying("x").field("async", "true"), null).status()).isEqualTo(400);
    assertThat(post(Form.saying("x"), "stt_wrong").status()).isEqualTo(401);
  }

  @Test
  void anAsyncRequestIsAnsweredAtOnce() throws Exception {
    String key = server.newKey("async@example.org");
    Answer accepted =
        post(
            new Form()
                .field("async", "true")
                .field("title", "My talk")
                .file("file", "../../x.wav", "sleep:300"),
            key);
    assertThat(accepted.status()).isEqualTo(202);
    String address = accepted.text("/status_url");
    assertThat(accepted.raw().headers().firstValue("Location")).contains(address);
    assertThat(accepted.text("/status")).isEqualTo("queued");
    Answer done = until(address, key, "completed");
    assertThat(done.text("/text")).isEqualTo("rested");
    assertThat(done.text("/title")).isEqualTo("My talk");
    assertThat(done.json().at("/progress").asDouble()).isEqualTo(1);
  }

  @Test
  void failuresAnswerAsWithoutAnAccountAndAreKeptWithTheirReason() throws Exception {
    String key = server.newKey("fails@example.org");
    assertThat(post(new Form().file("file", "x", "no media"), key).status()).isEqualTo(400);
    Answer crash = post(new Form().file("file", "x", "crash"), key);
    assertThat(crash.status()).isEqualTo(500);
    assertThat(crash.raw().body()).doesNotContain("secret");
    assertThat(post(Form.saying("x").field("model", "nonsense"), key).status()).isEqualTo(400);
    assertThat(post(Form.saying("x".repeat(1100)), key).status()).isEqualTo(413);
    Answer list = get(ALL + "?status=failed", key);
    assertThat(list.json().at("/count").asInt()).isEqualTo(2);
    assertThat(list.text("/results/1/error")).contains("no audio");
    assertThat(list.text("/results/1/error_code")).isEqualTo("unsupported_media");
  }

  @Test
  void whoHasNoCreditsIsAskedToPay() throws Exception {
    String key = server.newKey("poor@example.org");
    for (int i = 0; i < 10; i++) {
      assertThat(post(Form.saying("x"), key).status()).isEqualTo(200);
    }
    Answer refused = post(Form.saying("x"), key);
    assertThat(refused.status()).isEqualTo(402);
    assertThat(refused.text("/error")).contains("No credits");
  }

  @Test
  void aRepeatedRequestIsPaidOnceAlsoWhileTheFirstRuns() throws Exception {
    String key = server.newKey("repeats@example.org");
    List<CompletableFuture<Answer>> requests =
        IntStream.range(0, 2) // as many as the plan allows at once
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> repeated("sleep:200", "k1", key)))
            .toList();
    List<Long> ids =
        requests.stream().map(answer -> answer.join().json().at("/id").asLong()).toList();
    assertThat(ids.stream().distinct()).hasSize(1);
    assertThat(get(ALL, key).json().at("/count").asInt()).isEqualTo(1);
    assertThat(repeated("say:other", "k1", key).status()).isEqualTo(409);
    assertThat(repeated("say:other", "k2", key).status()).isEqualTo(200);
    assertThat(repeated("say:other", "x".repeat(300), key).status()).isEqualTo(400);
  }

  private static Answer repeated(String script, String idempotencyKey, String key) {
    try {
      return send(
          new Form()
              .file("file", "talk.wav", script)
              .post(server.uri("/v1/transcribe"))
              .header("Idempotency-Key", idempotencyKey),
          key);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aClientThatGoesAwayCallsItsJobOffUnlessItMayAskAgain() throws Exception {
    String key = server.newKey("leaves@example.org");
    hangUp(key, "wait", null);
    assertThat(until(ALL + "?limit=1", key, "").json().at("/count").asInt()).isEqualTo(1);
    awaitFirst(key, "canceled");
    hangUp(key, "sleep:600", "again");
    awaitFirst(key, "completed");
    assertThat(repeated("sleep:600", "again", key).status()).isEqualTo(200);
    assertThat(get(ALL, key).json().at("/count").asInt()).isEqualTo(2);
  }

  private static void hangUp(String key, String script, @Nullable String again) throws Exception {
    byte[] body = new Form().file("file", "talk.wav", script).bytes();
    int before = get(ALL, key).json().at("/count").asInt();
    try (var client = new RawClient(server.port())) {
      String authorization = "Authorization: Bearer " + key;
      if (again == null) {
        client.head(body.length, authorization);
      } else {
        client.head(body.length, authorization, "Idempotency-Key: " + again);
      }
      client.send(body, body.length);
      while (get(ALL, key).json().at("/count").asInt() == before) {
        Thread.onSpinWait();
      }
      client.hangUp();
    }
  }

  private static void awaitFirst(String key, String status) throws Exception {
    long last = System.nanoTime() + 20_000_000_000L;
    while (!get(ALL, key).text("/results/0/status").equals(status)) {
      assertThat(System.nanoTime()).as("%s in time", status).isLessThan(last);
    }
  }
}
