package ai.stt.http.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class TranscriptResourcesTest extends AccountTest {
  @Test
  void nothingIsShownWithoutAKeyOrToAnotherAccount() throws Exception {
    String ada = server.newKey("ada1@example.org");
    String eve = server.newKey("eve1@example.org");
    String address = completed(ada, "Private words");
    long id = get(address, ada).json().at("/id").asLong();
    for (String path : List.of(address, ALL + id + "/", ALL + id, address + "export/txt/")) {
      assertThat(get(path, ada).status()).as(path).isEqualTo(200);
      assertThat(get(path, null).status()).as(path).isEqualTo(401);
      assertThat(get(path, "stt_good").status()).as("the operator: " + path).isEqualTo(404);
      assertThat(get(path, eve).status()).as(path).isEqualTo(404);
    }
    assertThat(call("DELETE", address, eve).status()).isEqualTo(404);
    assertThat(patch(address, "{\"title\":\"x\"}", eve).status()).isEqualTo(404);
    assertThat(patch(address + "speakers/", "{\"a\":\"b\"}", eve).status()).isEqualTo(404);
    assertThat(call("POST", address + "cancel/", eve).status()).isEqualTo(404);
    assertThat(get(address + "events/", eve).status()).isEqualTo(404);
    assertThat(get(ALL, eve).json().at("/count").asInt()).isZero();
  }

  @Test
  void listsAreDjangoPagesWithFilters() throws Exception {
    String key = server.newKey("lists@example.org");
    for (String words : List.of("first talk", "second talk", "third word")) {
      completed(key, words);
    }
    Answer page = get(ALL + "?limit=2&q=talk", key);
    assertThat(page.json().at("/count").asInt()).isEqualTo(2);
    assertThat(page.json().at("/next").isNull()).isTrue();
    Answer first = get(ALL + "?limit=2", key);
    assertThat(first.json().at("/results")).hasSize(2);
    assertThat(first.json().at("/results/0").has("segments")).isFalse();
    String next = first.text("/next");
    assertThat(next).contains("limit=2").contains("offset=2").startsWith("http");
    Answer second = get(next.substring(next.indexOf("/api")), key);
    assertThat(second.json().at("/results")).hasSize(1);
    assertThat(second.text("/previous")).contains("offset=0");
    assertThat(second.json().at("/next").isNull()).isTrue();
    assertThat(get(ALL + "?status=completed&language=en", key).json().at("/count").asInt())
        .isEqualTo(3);
    for (String time :
        List.of("T00:00:00z", "t00:00:00.5-23:59", "T00:00:00%2B05:30", "T00:00:00+05:30")) {
      assertThat(get(ALL + "?date_from=2020-01-01" + time, key).json().at("/count").asInt())
          .as(time)
          .isEqualTo(3);
      assertThat(get(ALL + "?date_to=2020-01-01" + time, key).json().at("/count").asInt()).isZero();
    }
    assertThat(get(ALL + "?date_to=2020-01-01", key).json().at("/count").asInt()).isZero();
    assertThat(get(ALL + "?date_from=2020-01-01T00:00:00Z", key).json().at("/count").asInt())
        .isEqualTo(3);
    assertThat(
            get(ALL + "?date_from=0001-01-01&date_to=9999-12-31", key).json().at("/count").asInt())
        .isEqualTo(3);
    assertThat(get(ALL + "?offset=1000000", key).json().at("/results")).isEmpty();
    String injected = URLEncoder.encode("') or 1=1; -- \u0000", StandardCharsets.UTF_8);
    assertThat(get(ALL + "?q=" + injected, key).status()).isEqualTo(200);
    assertThat(get(ALL + "?language=" + injected, key).json().at("/count").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=-1",
        "limit=0",
        "limit=101",
        "limit=ten",
        "limit=99999999999999999999",
        "offset=-1",
        "offset=1e3",
        "status=done",
        "date_from=2026-02-30",
        "date_to=2026-13-01",
        "date_from=yesterday",
        "date_to=%2B999999999-01-01",
        "date_from=2026-01-01T25:00:00Z",
        "date_from=2026-01-01T12:00:00",
        "date_from=2026-01-01T12:00:00%2B24:00",
        "date_from=",
        "limit=",
        "status="
      })
  void listsThatCannotBeAreRefusedNamingTheField(String query) throws Exception {
    String key = server.newKey(query.hashCode() + "@example.org");
    Answer refused = get(ALL + "?" + query, key);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/error")).contains(query.substring(0, query.indexOf('=')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "0",
        "999999999999999999",
        "99999999999999999999999999",
        "abc",
        "1'--",
        "1.0",
        "%00",
        "AAAAAAAAAAAAAAAAAAAAAA"
      })
  void idsThatNothingHasAreNotFound(String id) throws Exception {
    String key = server.newKey("ids" + id.hashCode() + "@example.org");
    for (String path : List.of("", "segments/", "export/txt/", "events/")) {
      Answer answer = get(ALL + id + "/" + path, key);
      assertThat(answer.status()).as(path).isIn(400, 404);
      assertThat(answer.text("/error")).isNotEmpty();
      assertThat(id.equals("%00") || answer.status() == 404).as(path).isTrue();
    }
    assertThat(call("DELETE", ALL + id + "/", key).status()).isIn(400, 404);
  }

  @Test
  void titlesAreChangedAndNothingElse() throws Exception {
    String key = server.newKey("titles@example.org");
    String address = completed(key, "Words");
    Answer renamed = patch(address, "{\"title\":\" Robert'); drop table transcript;-- \"}", key);
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(renamed.text("/title")).isEqualTo("Robert'); drop table transcript;--");
    for (String body :
        List.of(
            "{\"id\":1}",
            "{\"title\":\"x\",\"slug\":\"y\"}",
            "{\"status\":\"completed\"}",
            "{\"nonsense\":1}",
            "{\"title\":1}",
            "{\"title\":null}",
            "{\"title\":\"a\\r\\nSet-Cookie: b\"}",
            "{}",
            "[]",
            "\"title\"",
            "",
            "{")) {
      assertThat(patch(address, body, key).status()).as(body).isEqualTo(400);
    }
    assertThat(patch(address, "{\"slug\":\"x\"}", key).text("/error")).contains("slug: cannot be");
    assertThat(patch(address, "{\"title\":\"x\",\"title\":\"y\"}", key).status()).isEqualTo(400);
    String huge = "{\"title\":\"" + "x".repeat(1 << 20) + "\"}";
    assertThat(patch(address, huge, key).status()).isEqualTo(413);
    assertThat(get(address, key).text("/title")).isEqualTo("Robert'); drop table transcript;--");
    String emoji = "\uD83D\uDE00".repeat(300);
    assertThat(patch(address, "{\"title\":\"" + emoji + "\"}", key).text("/title"))
        .isEqualTo(emoji);
    Answer form =
        send(
            HttpRequest.newBuilder(server.uri(address))
                .header("Content-Type", "text/plain")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("x")),
            key);
    assertThat(form.status()).isEqualTo(415);
  }

  @Test
  void segmentsAreCorrected() throws Exception {
    String key = server.newKey("segments@example.org");
    String address = completed(key, "Helo wrld");
    Answer segments = get(address + "segments/", key);
    assertThat(segments.json().at("/count").asInt()).isEqualTo(1);
    String segment = address + "segments/" + segments.json().at("/results/0/id").asLong() + "/";
    Answer changed = patch(segment, "{\"text\":\"Hello world\",\"speaker\":\"Ada\"}", key);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().at("/words")).isEmpty();
    assertThat(patch(address + "speakers/", "{\"Ada\":\"Bob\"}", key).text("/speakers/0"))
        .isEqualTo("Bob");
    assertThat(get(address, key).text("/text")).isEqualTo("Hello world");
    assertThat(get(address + "export/txt/", key).raw().body()).isEqualTo("Bob: Hello world\n");
    assertThat(patch(segment, "{\"start\":1}", key).status()).isEqualTo(400);
    assertThat(patch(segment, "{\"text\":\" \"}", key).status()).isEqualTo(400);
    assertThat(patch(segment, "{}", key).status()).isEqualTo(400);
    assertThat(patch(segment, "{\"text\":\"" + "x".repeat(600_000) + "\"}", key).status())
        .isEqualTo(413);
    assertThat(patch(address + "speakers/", "[]", key).status()).isEqualTo(400);
    assertThat(patch(address + "speakers/", "{}", key).status()).isEqualTo(400);
    assertThat(patch(address + "speakers/", "{\"Nobody\":\"x\"}", key).status()).isEqualTo(400);
    assertThat(patch(address + "speakers/", "{\"Bob\":1}", key).status()).isEqualTo(400);
    for (String id : List.of("-1", "0", "x", "99999999999999999999")) {
      String path = address + "segments/" + id + "/";
      assertThat(patch(path, "{\"text\":\"x\"}", key).status()).as(id).isEqualTo(404);
    }
  }

  @Test
  void whatIsDeletedIsGoneAlsoWhileItRuns() throws Exception {
    String key = server.newKey("deletes@example.org");
    String address = completed(key, "Words");
    assertThat(call("DELETE", address, key).status()).isEqualTo(204);
    assertThat(get(address, key).status()).isEqualTo(404);
    assertThat(call("DELETE", address, key).status()).isEqualTo(404);
    String running =
        post(new Form().field("async", "1").file("file", "x", "wait"), key).text("/status_url");
    until(running, key, "processing");
    assertThat(get(running + "export/txt/", key).status()).isEqualTo(409);
    assertThat(call("DELETE", running, key).status()).isEqualTo(204);
    assertThat(get(running, key).status()).isEqualTo(404);
    assertThat(get(ALL, key).json().at("/count").asInt()).isZero();
  }

  @Test
  void aJobIsCalledOffOnce() throws Exception {
    String key = server.newKey("cancels@example.org");
    String running =
        post(new Form().field("async", "yes").file("file", "x", "wait"), key).text("/status_url");
    assertThat(call("POST", running + "cancel/", key).text("/status")).isEqualTo("canceled");
    assertThat(call("POST", running + "cancel/", key).status()).isEqualTo(409);
    assertThat(get(ALL + "?status=canceled", key).json().at("/count").asInt()).isEqualTo(1);
  }

  @Test
  void progressIsStreamedToTheEnd() throws Exception {
    String key = server.newKey("events@example.org");
    String running =
        post(new Form().field("async", "true").file("file", "x", "sleep:300"), key)
            .text("/status_url");
    Answer events =
        send(
            HttpRequest.newBuilder(server.uri(running + "events/"))
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip"),
            key);
    assertThat(events.status()).isEqualTo(200);
    assertThat(events.raw().headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(events.raw().body()).startsWith("event: progress\ndata: {\"id\":");
    assertThat(events.raw().body()).contains("\n\nevent: completed\ndata: {").endsWith("\n\n");
    assertThat(get(running + "events/", key).raw().body()).startsWith("event: completed\n");
  }

  @ParameterizedTest
  @CsvSource({
    "txt, text/plain;charset=utf-8",
    "srt, application/x-subrip;charset=utf-8",
    "vtt, text/vtt;charset=utf-8",
    "csv, text/csv;charset=utf-8",
    "json, application/json",
    "pdf, application/pdf",
    "docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  })
  void exportsHaveTheirTypeAndASafeName(String format, String type) throws Exception {
    String key = server.newKey(format + "@example.org");
    String address = completed(key, "Exported words");
    patch(address, "{\"title\":\"Über \\\"x\\\"; filename=evil.exe/../中\"}", key);
    Answer file = get(address + "export/" + format + "/", key);
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.raw().body()).contains("Exported");
    assertThat(file.raw().headers().firstValue("Content-Type").orElse("")).isEqualTo(type);
    assertThat(file.raw().headers().firstValue("Content-Disposition").orElse(""))
        .matches(
            "attachment; filename=\"[A-Za-z0-9 ._()-]+\\."
                + format
                + "\"; filename\\*=UTF-8''%C3%9Cber[A-Za-z0-9%._-]+");
    assertThat(get(address + "export/exe/", key).status()).isEqualTo(400);
    assertThat(get(address + "export/srt/?max_lines=99", key).status()).isEqualTo(400);
    assertThat(get(address + "export/srt/?max_line_chars=x", key).status()).isEqualTo(400);
    assertThat(get(address + "export/srt/?speakers=maybe", key).status()).isEqualTo(400);
  }
}
