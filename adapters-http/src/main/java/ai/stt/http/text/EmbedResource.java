package ai.stt.http.text;

import ai.stt.app.text.EmbedTexts;
import ai.stt.app.text.SpokenText;
import ai.stt.http.request.JsonBody;
import ai.stt.platform.key.Scope;
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
import java.util.List;

/** {@code POST /v1/embed}: texts in, vectors out. Thread-safe. */
@Path("/v1/embed")
@Produces(MediaType.APPLICATION_JSON)
public final class EmbedResource {
  private final TextRequests requests;
  private final EmbedTexts embed;

  /** A resource on a use case. */
  public EmbedResource(TextRequests requests, EmbedTexts embed) {
    this.requests = requests;
    this.embed = embed;
  }

  /**
   * The answer.
   *
   * @param embeddings one for each text, of unit length
   * @param dimensions their length
   * @param model that made them
   */
  @SuppressWarnings("ArrayRecordComponent") // plain data; equality is never asked for
  record EmbedAnswer(float[][] embeddings, int dimensions, String model) {}

  /** Makes the vectors. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response embed(@Context HttpServletRequest request, InputStream in)
      throws IOException, InterruptedException {
    requests.member(request, Scope.TRANSCRIBE);
    return requests.answer(request, in, this::wish, "texts", "model");
  }

  private TextTask wish(JsonBody body) {
    List<String> texts = body.anyTexts("texts");
    String model = body.optionalText("model").orElse(null);
    EmbedTexts.check(texts);
    List<String> sound = texts.stream().map(text -> SpokenText.checked("texts", text)).toList();
    return listener -> {
      EmbedTexts.Embeddings made = embed.embed(sound, model);
      return new EmbedAnswer(made.vectors(), made.vectors()[0].length, made.model());
    };
  }
}
