package ai.stt.config.wiring;

import ai.stt.app.chat.ChatAboutTranscript;
import ai.stt.app.chat.MakePassages;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.pii.RedactText;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.text.AnalyzeText;
import ai.stt.app.text.EmbedTexts;
import ai.stt.app.text.FindNames;
import ai.stt.app.text.GenerateContent;
import ai.stt.app.text.ReadText;
import ai.stt.app.text.SummarizeText;
import ai.stt.app.text.SummarizeTranscript;
import ai.stt.app.text.TextModels;
import ai.stt.app.text.TextWork;
import ai.stt.app.text.WriteText;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.config.settings.Settings;
import ai.stt.config.tracing.WorkSpans;
import ai.stt.http.access.Callers;
import ai.stt.http.text.AnalyzeResource;
import ai.stt.http.text.EmbedResource;
import ai.stt.http.text.GenerateResource;
import ai.stt.http.text.SummarizeResource;
import ai.stt.http.text.TextRequests;
import ai.stt.http.text.TranscriptTextResource;
import ai.stt.inference.phone.NumberingPlans;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.time.Duration;
import java.time.InstantSource;

/** Understanding texts, and its endpoints. */
final class TextModule extends AbstractModule {
  /** A language model works for the next one a tenth of a second after a client has gone. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Settings settings;
  private final Closing closing;

  TextModule(Settings settings, Closing closing) {
    this.settings = settings;
    this.closing = closing;
  }

  @Provides
  @Singleton
  TextModels models(ModelRegistry registry, ChooseModel choose) {
    return new TextModels(registry, choose, settings.text());
  }

  @Provides
  @Singleton
  ReadText read(TextModels models) {
    return new ReadText(models);
  }

  @Provides
  @Singleton
  WriteText write(TextModels models, ReadText read, WorkSpans spans) {
    return new WriteText(models, read, spans::along, settings.llamaCpp().waiting());
  }

  @Provides
  @Singleton
  SummarizeText summarize(ReadText read, WriteText write) {
    return new SummarizeText(read, write);
  }

  @Provides
  @Singleton
  FindNames names(TextModels models, WorkSpans spans) {
    return new FindNames(models, spans::along);
  }

  @Provides
  @Singleton
  AnalyzeText analyze(ReadText read, WriteText write, FindNames names) {
    return new AnalyzeText(read, write, new RedactText(new NumberingPlans()), names);
  }

  @Provides
  @Singleton
  GenerateContent generate(ReadText read, WriteText write) {
    return new GenerateContent(read, write);
  }

  @Provides
  @Singleton
  TextWork work(WorkSpans spans) {
    return closing.later(
        new TextWork(settings.text(), settings.device().grace(), look(), spans::carried));
  }

  private Duration look() {
    Duration usual = settings.http().clientCheck();
    return usual.compareTo(LOOK) < 0 ? usual : LOOK;
  }

  @Provides
  @Singleton
  TextRequests requests(Callers callers, TextWork work) {
    return new TextRequests(callers, work, settings.text().maxBodyBytes());
  }

  /** At rest until it is started. */
  @Provides
  @Singleton
  MakePassages passages(UnitOfWork work, TextModels models) {
    return closing.later(new MakePassages(work, new ReadTranscripts(work), models));
  }

  @ProvidesIntoSet
  @Resource
  Object embedResource(TextRequests requests, TextModels models) {
    return new EmbedResource(requests, new EmbedTexts(models));
  }

  @ProvidesIntoSet
  @Resource
  Object summarizeResource(TextRequests requests, SummarizeText summarize) {
    return new SummarizeResource(requests, summarize);
  }

  @ProvidesIntoSet
  @Resource
  Object analyzeResource(TextRequests requests, AnalyzeText analyze) {
    return new AnalyzeResource(requests, analyze);
  }

  @ProvidesIntoSet
  @Resource
  Object generateResource(TextRequests requests, GenerateContent generate) {
    return new GenerateResource(requests, generate);
  }

  @ProvidesIntoSet
  @Resource
  Object transcriptResource(
      TextRequests requests,
      UnitOfWork work,
      TextModels models,
      WriteText write,
      SummarizeText summarize,
      AnalyzeText analyze,
      GenerateContent generate,
      MakePassages make) {
    var read = new ReadTranscripts(work);
    return new TranscriptTextResource(
        requests,
        read,
        new SummarizeTranscript(work, read, summarize),
        analyze,
        generate,
        new ChatAboutTranscript(work, read, models, write, make, InstantSource.system()));
  }
}
