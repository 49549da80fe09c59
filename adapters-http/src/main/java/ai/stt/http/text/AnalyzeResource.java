package ai.stt.http.text;

import ai.stt.app.text.AnalysisType;
import ai.stt.app.text.AnalyzeText;
import ai.stt.app.text.SpokenText;
import ai.stt.http.request.JsonBody;
import ai.stt.platform.key.Scope;
import ai.stt.plugin.understanding.SourceText;
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

/** {@code POST /v1/analyze}. Thread-safe. */
@Path("/v1/analyze")
@Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
public final class AnalyzeResource {
  private final TextRequests requests;
  private final AnalyzeText analyze;

  /** A resource on a use case. */
  public AnalyzeResource(TextRequests requests, AnalyzeText analyze) {
    this.requests = requests;
    this.analyze = analyze;
  }

  /**
   * The answer.
   *
   * @param result one of the shapes of {@link AnalysisAnswer}
   */
  record Analyzed(String type, Object result, String model) {}

  /** Analyses a text. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response analyze(@Context HttpServletRequest request, InputStream in)
      throws IOException, InterruptedException {
    requests.member(request, Scope.TRANSCRIBE);
    return requests.answer(request, in, this::wish, "text", "type");
  }

  private TextTask wish(JsonBody body) {
    String text = SpokenText.checked("text", body.text("text"));
    AnalysisType type = AnalysisType.named("type", body.optionalText("type").orElse(""));
    return listener -> {
      SourceText source = SpokenText.of(text);
      AnalyzeText.Analyzed done = analyze.analyze(source, type, listener);
      return new Analyzed(
          type.wireName(), AnalysisAnswer.of(source, done.analysis()), done.model());
    };
  }
}
