package ai.stt.config.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Who calls an {@link AccountServer} with a key. */
record AccountClient(AccountServer server, String key) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Sends a script in place of a recording, and one more field of the form. */
  HttpResponse<String> transcribe(String script, String field, String value)
      throws IOException, InterruptedException {
    String body =
        """
        --b\r
        Content-Disposition: form-data; name="%s"\r
        \r
        %s\r
        --b\r
        Content-Disposition: form-data; name="file"; filename="talk.wav"\r
        \r
        %s\r
        --b--\r
        """
            .formatted(field, value, script);
    return send(
        request("/v1/transcribe")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Names a recording by its address. */
  HttpResponse<String> transcribeFrom(String address) throws IOException, InterruptedException {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\n%s\r\n--b--\r\n"
            .formatted(address);
    return send(
        request("/v1/transcribe")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return json(send("GET", path));
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer " + key);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
