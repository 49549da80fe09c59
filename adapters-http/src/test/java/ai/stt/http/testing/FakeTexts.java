package ai.stt.http.testing;

import ai.stt.app.chat.ChatAboutTranscript;
import ai.stt.app.chat.MakePassages;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.pii.RedactText;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.text.AnalyzeText;
import ai.stt.app.text.EmbedTexts;
import ai.stt.app.text.FindNames;
import ai.stt.app.text.GenerateContent;
import ai.stt.app.text.ReadText;
import ai.stt.app.text.SummarizeText;
import ai.stt.app.text.SummarizeTranscript;
import ai.stt.app.text.TextModels;
import ai.stt.app.text.TextSettings;
import ai.stt.app.text.TextWork;
import ai.stt.app.text.WriteText;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.http.access.Callers;
import ai.stt.http.text.AnalyzeResource;
import ai.stt.http.text.EmbedResource;
import ai.stt.http.text.GenerateResource;
import ai.stt.http.text.SummarizeResource;
import ai.stt.http.text.TextRequests;
import ai.stt.http.text.TranscriptTextResource;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The text endpoints on fake models, put together as the wiring does it. */
final class FakeTexts implements AutoCloseable {
  private final FakeAccounts accounts;
  private final TextModels models;
  private final TextSettings settings;
  private final TextWork work;

  FakeTexts(FakeAccounts accounts, FakeModels models, ChooseModel choose, ServerOptions options) {
    this.accounts = accounts;
    this.settings = options.text;
    this.models = new TextModels(models, choose, settings);
    this.work =
        new TextWork(
            settings, Duration.ofSeconds(1), Duration.ofMillis(20), UnaryOperator.identity());
  }

  /** Requests that wait for a place. */
  int waiting() {
    return work.waiting();
  }

  Stream<Object> resources(Callers callers) {
    var requests = new TextRequests(callers, work, settings.maxBodyBytes());
    var read = new ReadText(models);
    var write = new WriteText(models, read);
    var summarize = new SummarizeText(read, write);
    var analyze =
        new AnalyzeText(
            read,
            write,
            new RedactText(text -> List.of()),
            new FindNames(models, UnaryOperator.identity()));
    var generate = new GenerateContent(read, write);
    var transcripts = new ReadTranscripts(accounts);
    return Stream.of(
        new EmbedResource(requests, new EmbedTexts(models)),
        new SummarizeResource(requests, summarize),
        new AnalyzeResource(requests, analyze),
        new GenerateResource(requests, generate),
        new TranscriptTextResource(
            requests,
            transcripts,
            new SummarizeTranscript(accounts, transcripts, summarize),
            analyze,
            generate,
            new ChatAboutTranscript(
                accounts,
                transcripts,
                models,
                write,
                new MakePassages(accounts, transcripts, models),
                accounts.clock)));
  }

  @Override
  public void close() {
    work.close();
  }
}
