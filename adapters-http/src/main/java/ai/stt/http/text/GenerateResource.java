package ai.stt.http.text;

import ai.stt.app.text.ContentKind;
import ai.stt.app.text.GenerateContent;
import ai.stt.app.text.SpokenText;
import ai.stt.http.request.JsonBody;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** {@code POST /v1/generate}. Thread-safe. */
@Path("/v1/generate")
@Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
public final class GenerateResource {
  private static final int LONGEST_WISH = 2000;

  private final TextRequests requests;
  private final GenerateContent generate;

  /** A resource on a use case. */
  public GenerateResource(TextRequests requests, GenerateContent generate) {
    this.requests = requests;
    this.generate = generate;
  }

  /** Makes content of a text. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response generate(@Context HttpServletRequest request, InputStream in)
      throws IOException, InterruptedException {
    requests.member(request, Scope.TRANSCRIBE);
    return requests.answer(request, in, this::wish, "text", "type", "kind", "prompt");
  }

  private TextTask wish(JsonBody body) {
    String text = SpokenText.checked("text", body.text("text"));
    ContentKind kind = kind(body);
    String wish = wish(body.optionalText("prompt"));
    return listener ->
        ContentAnswer.of(generate.generate(SpokenText.of(text), kind, wish, listener));
  }

  /**
   * What the caller wishes of a language model; what is chosen from the text heeds no wish.
   *
   * @throws SpeechException {@code INVALID_REQUEST} when it is too long
   */
  static String wish(Optional<String> prompt) {
    String wish = prompt.orElse("").strip();
    if (wish.length() > LONGEST_WISH) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "prompt: at most %d characters".formatted(LONGEST_WISH));
    }
    return wish.isEmpty() ? "" : SpokenText.checked("prompt", wish);
  }

  /** The kind that {@code type} or {@code kind} names. */
  static ContentKind kind(JsonBody body) {
    Optional<String> type = body.optionalText("type");
    Optional<String> kind = body.optionalText("kind");
    if (type.isPresent() && kind.isPresent() && !type.equals(kind)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "type: says something else than kind; send one of them");
    }
    String field = type.isPresent() || kind.isEmpty() ? "type" : "kind";
    return ContentKind.named(field, type.or(() -> kind).orElse(""));
  }
}
