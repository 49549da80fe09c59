package ai.stt.app.testing;

import ai.stt.app.job.JobDraft;
import ai.stt.app.job.Jobs;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.Slug;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.transcript.Segment;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Transcripts that nobody had to say. */
public record CompletedTranscripts(UnitOfWork work, InstantSource clock) {
  /** An English transcript of two speakers in turns, five seconds a sentence. */
  public TranscriptRef of(long accountId, String... sentences) {
    return in("en", accountId, sentences);
  }

  /** One of another language. */
  public TranscriptRef in(String language, long accountId, String... sentences) {
    List<Segment> segments = new ArrayList<>();
    for (String sentence : sentences) {
      double start = segments.size() * 5;
      String speaker = "Speaker " + (segments.size() % 2 + 1);
      segments.add(new Segment(start, start + 5, sentence, 1, List.of(), speaker));
    }
    TranscriptHead head = queued(accountId);
    work.run(
        stores -> {
          Job.Running running = ((Job.Queued) head.job()).taken("w", clock.instant());
          var heard = new Heard("base", language, 0.75, segments.size() * 5, null);
          stores
              .get(Transcripts.class)
              .keep(running.completed(clock.instant(), 1), heard, segments);
        });
    return new TranscriptRef.ById(head.id());
  }

  private TranscriptHead queued(long accountId) {
    var random = new SecureRandom();
    return work.in(
        stores -> {
          Jobs jobs = stores.get(Jobs.class);
          jobs.lockQueue(accountId);
          var draft =
              new JobDraft(
                  Slug.random(random),
                  accountId,
                  "Talk",
                  new JobOptions("base", null, null, true, 0),
                  Slug.random(random),
                  30,
                  null,
                  9,
                  clock.instant());
          return new TranscriptHead(jobs.add(draft), "Talk", null);
        });
  }
}
