package ai.stt.http.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.Form;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class KeptAudioTest extends AccountTest {
  @Test
  void aKeptRecordingComesBackAsItWasSentUntilItIsDeleted() throws Exception {
    String key = server.newKey("audio@example.org");
    String untouched = completed(key, "not kept");
    assertThat(get(untouched, key).json().get("audio_url").isNull()).isTrue();
    assertThat(get(untouched + "audio/", key).status()).isEqualTo(404);
    var owner = new ApiClient(CLIENT, server, key);
    assertThat(owner.patch("/api/v1/account/", "{\"keep_audio\": true}").status()).isEqualTo(200);

    Answer kept = post(new Form().file("file", "bén.wav", "say:kept"), key);
    String transcript = ALL + kept.text("/slug") + "/";
    String address = get(transcript, key).text("/audio_url");
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(address))
            .header("Authorization", "Bearer " + key)
            .build();
    HttpResponse<String> audio = CLIENT.send(request, BodyHandlers.ofString());
    assertThat(audio.body()).isEqualTo("say:kept");
    assertThat(audio.headers().firstValue("Content-Disposition").orElse(""))
        .contains("attachment", "b%C3%A9n.wav");
    assertThat(audio.headers().firstValue("Content-Type")).contains("application/octet-stream");

    String spy = server.newKey("spy@example.org");
    assertThat(get(address, spy).status()).isEqualTo(404);
    assertThat(call("DELETE", address, spy).status()).isEqualTo(404);
    assertThat(call("DELETE", address, key).status()).isEqualTo(204);
    assertThat(get(address, key).status()).isEqualTo(404);
    assertThat(get(transcript, key).text("/text")).isEqualTo("kept");
  }
}
