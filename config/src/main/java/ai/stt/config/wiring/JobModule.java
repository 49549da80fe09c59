package ai.stt.config.wiring;

import ai.stt.app.account.Plans;
import ai.stt.app.blob.BlobStore;
import ai.stt.app.credit.ReadCredits;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.export.ExportTranscript;
import ai.stt.app.job.AwaitJob;
import ai.stt.app.job.CancelJob;
import ai.stt.app.job.DeleteTranscript;
import ai.stt.app.job.DropRecordings;
import ai.stt.app.job.JobNews;
import ai.stt.app.job.JobSettings;
import ai.stt.app.job.KeepAudio;
import ai.stt.app.job.Recordings;
import ai.stt.app.job.RecoverJobs;
import ai.stt.app.job.RunJob;
import ai.stt.app.job.RunJobs;
import ai.stt.app.job.SubmitJob;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcripts.EditTranscript;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.Settings;
import ai.stt.documents.DocxDocumentWriter;
import ai.stt.documents.PdfDocumentWriter;
import ai.stt.http.KeptTranscripts;
import ai.stt.inference.catalog.fonts.PackagedFonts;
import ai.stt.persistence.blob.FolderBlobs;
import ai.stt.persistence.blob.S3Blobs;
import ai.stt.persistence.blob.S3Settings;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Jobs of accounts, and the transcripts that they make. */
final class JobModule extends AbstractModule {
  private static final InstantSource CLOCK = InstantSource.system();

  /** Workers outlast the queue that they wait for, so that they can give their jobs back. */
  private static final Duration AFTER_QUEUE = Duration.ofSeconds(5);

  private final Home home;
  private final Settings settings;
  private final Closing closing;
  private final JobSettings jobs;

  JobModule(Home home, Settings settings, Closing closing) {
    this.home = home;
    this.settings = settings;
    this.closing = closing;
    this.jobs = JobSettings.DEFAULT.withWorkers(settings.device().concurrency());
  }

  @Override
  protected void configure() {
    bind(JobNews.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  BlobStore blobs() throws IOException {
    Optional<S3Settings> store = settings.blobs().store();
    return store.isPresent()
        ? closing.later(new S3Blobs(store.get()))
        : new FolderBlobs(home.recordings());
  }

  @Provides
  @Singleton
  Recordings recordings(BlobStore blobs) throws IOException {
    return new Recordings(blobs, home.cache().resolve("recordings"), CLOCK);
  }

  @Provides
  @Singleton
  SubmitJob submit(
      UnitOfWork work,
      Recordings recordings,
      ChooseModel choose,
      ReadCredits credits,
      OutboundHttp outbound,
      JobNews news) {
    return new SubmitJob(
        work, recordings, choose, settings.transcription(), credits, outbound, news, jobs, CLOCK);
  }

  @Provides
  @Singleton
  CancelJob cancel(UnitOfWork work, SpendCredits spend, JobNews news) {
    return new CancelJob(work, spend, news, CLOCK);
  }

  @Provides
  @Singleton
  DropRecordings drop(UnitOfWork work, Recordings recordings) {
    return new DropRecordings(work, recordings, CLOCK);
  }

  /** The workers of this server, at rest until they are started. */
  @Provides
  @Singleton
  RunJobs workers(
      UnitOfWork work,
      Recordings recordings,
      MediaDecoder decoder,
      TranscribeMedia transcribe,
      Plans plans,
      SpendCredits spend,
      DropRecordings drop,
      JobNews news) {
    var run = new RunJob(work, recordings, decoder, transcribe, plans, spend, news, jobs, CLOCK);
    var recover = new RecoverJobs(work, spend, news, jobs, CLOCK);
    return closing.later(
        new RunJobs(
            work,
            run,
            recover,
            drop,
            news,
            jobs,
            settings.device().grace().plus(AFTER_QUEUE),
            CLOCK));
  }

  @Provides
  @Singleton
  KeptTranscripts kept(
      UnitOfWork work,
      SubmitJob submit,
      CancelJob cancel,
      SpendCredits spend,
      DropRecordings drop,
      Recordings recordings,
      JobNews news) {
    return new KeptTranscripts(
        submit,
        new AwaitJob(work, news, jobs),
        cancel,
        new DeleteTranscript(work, spend, news, drop, CLOCK),
        new ReadTranscripts(work),
        new EditTranscript(work),
        new ExportTranscript(
            new DocxDocumentWriter(),
            new PdfDocumentWriter(new PackagedFonts(home.folder(), settings.catalogs().reach()))),
        new KeepAudio(work, recordings, drop));
  }
}
