package ai.stt.app.testing;

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
import ai.stt.app.outbound.FakeOutbound;
import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.app.transcripts.EditTranscript;
import ai.stt.app.transcripts.ReadTranscripts;
import java.time.Duration;
import java.time.InstantSource;

/** One server's use cases of jobs and transcripts over a platform's stores. */
public final class JobPlatform implements AutoCloseable {
  /** As usual, but quick: what takes seconds takes hundredths. */
  public static final JobSettings QUICK =
      new JobSettings(
          2,
          5,
          2,
          Duration.ofSeconds(30),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofSeconds(60));

  public final Platform platform;
  public final JobNews news = new JobNews();
  public final WorkQueue queue;
  public final SubmitJob submit;
  public final AwaitJob await;
  public final CancelJob cancel;
  public final RecoverJobs recover;
  public final DropRecordings drop;
  public final KeepAudio audio;
  public final DeleteTranscript delete;
  public final ReadTranscripts read;
  public final EditTranscript edit;
  public final RunJobs workers;

  /** A server whose recordings are scripts and whose workers do not work yet. */
  public static JobPlatform scripted(
      Platform platform,
      Recordings recordings,
      ScriptedSpeech speech,
      JobSettings settings,
      InstantSource clock) {
    return scripted(platform, recordings, speech, new FakeOutbound(), settings, clock);
  }

  /** As {@link #scripted}, in another outside world. */
  public static JobPlatform scripted(
      Platform platform,
      Recordings recordings,
      ScriptedSpeech speech,
      OutboundHttp outbound,
      JobSettings settings,
      InstantSource clock) {
    var models =
        new FakeModels()
            .live("base", speech, "en", "de")
            .live("large", speech, "en", "de")
            .installable("medium", "en", "de");
    var choose = new ChooseModel(models, models);
    var transcription = new TranscriptionSettings("base", false, 1);
    var queue = new WorkQueue(4, 10, Duration.ofMillis(200));
    var transcribe = new TranscribeMedia(choose, models, speech, queue, transcription);
    return new JobPlatform(
        platform,
        recordings,
        choose,
        speech,
        transcribe,
        transcription,
        queue,
        outbound,
        settings,
        clock);
  }

  /** A server whose workers do not work yet. */
  public JobPlatform(
      Platform platform,
      Recordings recordings,
      ChooseModel choose,
      MediaDecoder decoder,
      TranscribeMedia transcribe,
      TranscriptionSettings transcription,
      WorkQueue queue,
      OutboundHttp outbound,
      JobSettings settings,
      InstantSource clock) {
    this.platform = platform;
    this.queue = queue;
    var work = platform.work;
    submit =
        new SubmitJob(
            work,
            recordings,
            choose,
            transcription,
            platform.credits,
            outbound,
            news,
            settings,
            clock);
    await = new AwaitJob(work, news, settings);
    cancel = new CancelJob(work, platform.spend, news, clock);
    recover = new RecoverJobs(work, platform.spend, news, settings, clock);
    drop = new DropRecordings(work, recordings, clock);
    audio = new KeepAudio(work, recordings, drop);
    delete = new DeleteTranscript(work, platform.spend, news, drop, clock);
    read = new ReadTranscripts(work);
    edit = new EditTranscript(work);
    var run =
        new RunJob(
            work,
            recordings,
            decoder,
            transcribe,
            platform.plans,
            platform.spend,
            news,
            settings,
            clock);
    workers = new RunJobs(work, run, recover, drop, news, settings, Duration.ofMillis(500), clock);
  }

  @Override
  public void close() {
    queue.close();
    workers.close();
  }
}
