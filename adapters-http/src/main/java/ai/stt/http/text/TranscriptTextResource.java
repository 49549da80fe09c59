package ai.stt.http.text;

import ai.stt.app.chat.ChatAboutTranscript;
import ai.stt.app.text.AnalysisType;
import ai.stt.app.text.AnalyzeText;
import ai.stt.app.text.ContentKind;
import ai.stt.app.text.GenerateContent;
import ai.stt.app.text.SpokenTranscript;
import ai.stt.app.text.SummarizeTranscript;
import ai.stt.app.text.SummaryStyle;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.writing.WritingListener;
import ai.stt.http.request.JsonBody;
import ai.stt.platform.key.Scope;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/transcripts/:id/summarize|analyze|generate|chat/}: what an account's transcript
 * says. A body may be left out where nothing has to be said. Thread-safe.
 */
@Path("/api/v1/transcripts/{id}")
@Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
public final class TranscriptTextResource {
  private final TextRequests requests;
  private final ReadTranscripts read;
  private final SummarizeTranscript summarize;
  private final AnalyzeText analyze;
  private final GenerateContent generate;
  private final ChatAboutTranscript chat;

  /** A resource on use cases. */
  public TranscriptTextResource(
      TextRequests requests,
      ReadTranscripts read,
      SummarizeTranscript summarize,
      AnalyzeText analyze,
      GenerateContent generate,
      ChatAboutTranscript chat) {
    this.requests = requests;
    this.read = read;
    this.summarize = summarize;
    this.analyze = analyze;
    this.generate = generate;
    this.chat = chat;
  }

  /** The summary that is there, else a new one. */
  @GET
  @Path("summarize")
  public Response summary(
      @Context HttpServletRequest request,
      @PathParam("id") String id,
      @QueryParam("style") @Nullable String style)
      throws InterruptedException {
    long account = requests.member(request, Scope.READ).accountId();
    var asked = new Asked(account, TranscriptRef.parse(id));
    return requests.answer(request, summarized(asked, Optional.ofNullable(style), false));
  }

  /** A new summary. */
  @POST
  @Path("summarize")
  public Response summarizeAfresh(
      @Context HttpServletRequest request, @PathParam("id") String id, InputStream in)
      throws IOException, InterruptedException {
    return post(
        request,
        id,
        in,
        (asked, body) ->
            summarized(asked, body.optionalText("style"), body.flag("force").orElse(true)),
        "style",
        "force");
  }

  /** Whose transcript is meant. */
  private record Asked(long account, TranscriptRef ref) {}

  /** Reads a body about a transcript, and answers. */
  private Response post(
      HttpServletRequest request,
      String id,
      InputStream in,
      BiFunction<Asked, JsonBody, TextTask> wish,
      String... known)
      throws IOException, InterruptedException {
    long account = requests.member(request, Scope.READ).accountId();
    var asked = new Asked(account, TranscriptRef.parse(id));
    return requests.answer(request, in, body -> wish.apply(asked, body), known);
  }

  private TextTask summarized(Asked asked, Optional<String> wanted, boolean afresh) {
    SummaryStyle style = wanted.map(SummaryStyle::named).orElse(SummaryStyle.BRIEF);
    return listener ->
        SummaryAnswer.of(
            summarize.summarize(asked.account(), asked.ref(), style, afresh, listener).summary());
  }

  /** Analyses of one type or several, keyed by their names; of all when none is named. */
  @POST
  @Path("analyze")
  public Response analyze(
      @Context HttpServletRequest request, @PathParam("id") String id, InputStream in)
      throws IOException, InterruptedException {
    return post(
        request,
        id,
        in,
        (asked, body) -> {
          Optional<String> type = body.optionalText("type");
          Map<String, AnalysisType> wanted = wanted(type, body.texts("kinds"));
          return listener -> analyses(spoken(asked), wanted, type.isPresent(), listener);
        },
        "type",
        "kinds");
  }

  private Map<String, Object> analyses(
      SpokenTranscript spoken,
      Map<String, AnalysisType> wanted,
      boolean one,
      WritingListener listener)
      throws InterruptedException {
    SourceText source = spoken.source();
    var results = new LinkedHashMap<String, Object>();
    var models = new LinkedHashMap<String, String>();
    for (Map.Entry<String, AnalysisType> each : wanted.entrySet()) {
      AnalyzeText.Analyzed done =
          analyze.analyze(source, spoken.language(), each.getValue(), listener);
      Object result = AnalysisAnswer.of(source, done.analysis());
      results.put(each.getKey(), result);
      if (one) {
        results.put("type", each.getValue().wireName());
        results.put("result", result);
      }
      models.put(each.getKey(), done.model());
    }
    results.put("model", String.join(", ", new LinkedHashSet<>(models.values())));
    results.put("models", models);
    return results;
  }

  /** What is to be found out, by the name under which it is answered. */
  private static Map<String, AnalysisType> wanted(
      Optional<String> type, Optional<List<String>> kinds) {
    if (type.isPresent() && kinds.isPresent()) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "type: send either type or kinds");
    }
    var wanted = new LinkedHashMap<String, AnalysisType>();
    type.ifPresent(name -> wanted.put(name, AnalysisType.named("type", name)));
    kinds.ifPresent(
        names -> names.forEach(name -> wanted.put(name, AnalysisType.named("kinds", name))));
    if (wanted.isEmpty()) {
      for (AnalysisType each : AnalysisType.values()) {
        wanted.put(each == AnalysisType.PII_REDACT ? "pii" : each.wireName(), each);
      }
    }
    return wanted;
  }

  /** Content made of the transcript. */
  @POST
  @Path("generate")
  public Response generate(
      @Context HttpServletRequest request, @PathParam("id") String id, InputStream in)
      throws IOException, InterruptedException {
    return post(
        request,
        id,
        in,
        (asked, body) -> {
          ContentKind kind = GenerateResource.kind(body);
          String wish = GenerateResource.wish(body.optionalText("prompt"));
          return listener -> content(spoken(asked), kind, wish, listener);
        },
        "type",
        "kind",
        "prompt");
  }

  private Object content(
      SpokenTranscript spoken, ContentKind kind, String wish, WritingListener listener)
      throws InterruptedException {
    return ContentAnswer.of(
        generate.generate(spoken.source(), spoken.language(), kind, wish, listener));
  }

  /** An answer to a question, with the places that it comes from. */
  @POST
  @Path("chat")
  public Response chat(
      @Context HttpServletRequest request, @PathParam("id") String id, InputStream in)
      throws IOException, InterruptedException {
    return post(request, id, in, this::question, "question", "message", "session_id");
  }

  private TextTask question(Asked asked, JsonBody body) {
    String question =
        body.optionalText("question")
            .or(() -> body.optionalText("message"))
            .orElseThrow(
                () ->
                    new SpeechException(
                        ErrorCode.INVALID_REQUEST, "question: missing; send it as a text"));
    String session = body.optionalText("session_id").orElse(null);
    return listener ->
        ChatAnswer.of(chat.ask(asked.account(), asked.ref(), question, session, listener));
  }

  private SpokenTranscript spoken(Asked asked) {
    SpokenTranscript spoken = SpokenTranscript.read(read, asked.account(), asked.ref());
    if (spoken.isSilent()) {
      throw new SpeechException(ErrorCode.CONFLICT, "nothing was said in this recording");
    }
    return spoken;
  }
}
