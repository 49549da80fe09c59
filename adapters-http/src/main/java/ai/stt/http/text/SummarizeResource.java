package ai.stt.http.text;

import ai.stt.app.text.SpokenText;
import ai.stt.app.text.SummarizeText;
import ai.stt.app.text.SummaryStyle;
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

/** {@code POST /v1/summarize}. Thread-safe. */
@Path("/v1/summarize")
@Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
public final class SummarizeResource {
  private final TextRequests requests;
  private final SummarizeText summarize;

  /** A resource on a use case. */
  public SummarizeResource(TextRequests requests, SummarizeText summarize) {
    this.requests = requests;
    this.summarize = summarize;
  }

  /** Summarises a text. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response summarize(@Context HttpServletRequest request, InputStream in)
      throws IOException, InterruptedException {
    requests.member(request, Scope.TRANSCRIBE);
    return requests.answer(request, in, this::wish, "text", "style");
  }

  private TextTask wish(JsonBody body) {
    String text = SpokenText.checked("text", body.text("text"));
    SummaryStyle style =
        body.optionalText("style").map(SummaryStyle::named).orElse(SummaryStyle.BRIEF);
    return listener -> SummaryAnswer.of(summarize.summarize(SpokenText.of(text), style, listener));
  }
}
