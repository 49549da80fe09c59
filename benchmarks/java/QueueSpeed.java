import ai.stt.app.account.Plans;
import ai.stt.app.account.SignUp;
import ai.stt.app.credit.ReadCredits;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.job.DropRecordings;
import ai.stt.app.job.JobNews;
import ai.stt.app.job.JobSettings;
import ai.stt.app.job.Recordings;
import ai.stt.app.job.RecoverJobs;
import ai.stt.app.job.RunJob;
import ai.stt.app.job.RunJobs;
import ai.stt.app.job.Submission;
import ai.stt.app.job.SubmitJob;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.Lease;
import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcription.DecodedAudio;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import ai.stt.persistence.blob.FolderBlobs;
import ai.stt.persistence.database.Database;
import ai.stt.platform.account.Plan;
import ai.stt.platform.job.JobOptions;
import ai.stt.plugin.Capability;
import ai.stt.plugin.Model;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.ModelStatus;
import ai.stt.speech.model.Speed;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Jobs through the queue with a model that does nothing, on the embedded database of {@code
 * STT_HOME}, which no server may be using. Arguments: jobs, workers. Prints jobs taken in a second,
 * jobs done in a second after the first third of them, in which the program becomes warm.
 */
final class QueueSpeed {
  private static final InstantSource CLOCK = InstantSource.system();

  private QueueSpeed() {}

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    int workers = Integer.parseInt(args[1]);
    Home home = Home.ofProcess();
    var settings = SettingsLoader.read(home, null, "benchmark").settings();
    try (Program program = Program.assemble(home, settings, Role.SERVER)) {
      program.get(Database.class).migrate();
      measure(program, count, workers);
    }
  }

  private static void measure(Program program, int count, int workers) throws Exception {
    Path folder = Files.createTempDirectory("queue-speed");
    var work = program.get(UnitOfWork.class);
    var spend = program.get(SpendCredits.class);
    var plans = program.get(Plans.class);
    var news = new JobNews();
    var jobs =
        new JobSettings(
            workers,
            2 * count,
            2,
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofMinutes(1));
    var recordings =
        new Recordings(new FolderBlobs(folder.resolve("blobs")), folder.resolve("scratch"), CLOCK);
    var nothing = new Nothing();
    var choose = new ChooseModel(nothing, List::of);
    var transcription = new TranscriptionSettings("nothing", false, 1);
    try (var queue = new WorkQueue(workers, 100, Duration.ofSeconds(1))) {
      var media = new TranscribeMedia(choose, nothing, _ -> new Second(), queue, transcription);
      var submit =
          new SubmitJob(
              work,
              recordings,
              choose,
              transcription,
              program.get(ReadCredits.class),
              program.get(OutboundHttp.class),
              news,
              jobs,
              CLOCK);
      Plan plan = plans.named("operator");
      String email = "queue-%d@example.org".formatted(System.nanoTime());
      long account =
          program.get(SignUp.class).signUp(email, "a long enough phrase", "", plan.id()).account().id();
      Path file = Files.writeString(folder.resolve("talk"), "a talk");
      var options = new JobOptions("nothing", "en", null, false, 0);
      long started = System.nanoTime();
      for (int i = 0; i < count; i++) {
        submit.submit(new Submission(account, plan, "talk " + i, options, file, null, null));
      }
      double taken = count / seconds(started);
      var run =
          new RunJob(work, recordings, _ -> new Second(), media, plans, spend, news, jobs, CLOCK);
      var drop = new DropRecordings(work, recordings, CLOCK);
      var recover = new RecoverJobs(work, spend, news, jobs, CLOCK);
      try (var running =
          new RunJobs(work, run, recover, drop, news, jobs, Duration.ofSeconds(5), CLOCK)) {
        running.start();
        awaitCompleted(program, account, count / 3);
        long before = completed(program, account);
        started = System.nanoTime();
        awaitCompleted(program, account, count);
        System.out.printf("%.0f\t%.0f%n", taken, (count - before) / seconds(started));
      }
    }
  }

  private static void awaitCompleted(Program program, long account, int count)
      throws InterruptedException {
    while (completed(program, account) < count) {
      Thread.sleep(100);
    }
  }

  private static long completed(Program program, long account) {
    return program
        .get(Database.class)
        .inTransaction(
            handle ->
                handle
                    .createQuery(
                        "select count(*) from transcript where account_id = :id and status = 'completed'")
                    .bind("id", account)
                    .mapTo(Long.class)
                    .one());
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** A second of silence. */
  private static final class Second implements DecodedAudio {
    private boolean read;

    @Override
    public OptionalDouble claimedDuration() {
      return OptionalDouble.of(1);
    }

    @Override
    public PcmChunk read() {
      if (read) {
        return null;
      }
      read = true;
      return new PcmChunk(0, new float[PcmChunk.SAMPLE_RATE_HZ]);
    }

    @Override
    public void close() {}
  }

  /** One model, which hears the same words in everything. */
  private static final class Nothing implements ModelRegistry, Transcriber {
    private static final Transcript WORDS =
        new Transcript(
            "en",
            1,
            1,
            List.of(
                new Segment(
                    0,
                    1,
                    "Hello there.",
                    0.9,
                    List.of(new Word("Hello", 0, 0.4, 0.9, null), new Word("there.", 0.5, 1, 0.9, null)),
                    null)));

    @Override
    public List<LiveModel> live() {
      var descriptor =
          new ModelDescriptor("nothing", "Nothing", "Does nothing.", List.of("en"), Speed.FAST);
      return List.of(
          new LiveModel(
              Capability.TRANSCRIPTION.id(), descriptor, "none", "1", "cpu", ModelStatus.READY, null));
    }

    @Override
    public DeviceInfo device() {
      return new DeviceInfo("cpu", 2, null, 0);
    }

    @Override
    public <M extends Model> Lease<M> lease(Capability<M> capability, String modelId) {
      return new Lease<>() {
        @Override
        public M model() {
          return capability.type().cast(Nothing.this);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Transcript transcribe(
        PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
        throws InterruptedException {
      while (audio.read() != null) {}
      return WORDS;
    }

    @Override
    public void close() {}
  }
}
