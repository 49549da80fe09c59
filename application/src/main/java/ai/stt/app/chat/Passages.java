package ai.stt.app.chat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store of passages. Part of a unit of work. */
public interface Passages {
  /**
   * The passages of a transcript.
   *
   * @param fingerprint of what the transcript said when they were made
   * @param model that made their vectors, null when none did
   * @param passages in order
   */
  record KeptPassages(String fingerprint, @Nullable String model, List<Passage> passages) {
    /** Takes a copy. */
    public KeptPassages {
      passages = List.copyOf(passages);
    }
  }

  /**
   * A transcript whose passages are to be made.
   *
   * @param attempts how often it was taken, this time included
   */
  record Wanted(long accountId, long transcriptId, int attempts) {}

  /** The passages of a transcript, when they were made. */
  Optional<KeptPassages> find(long transcriptId);

  /**
   * Keeps passages in place of those before; the transcript has to be there.
   *
   * @param vectors of unit length, one for each passage; none when no model made any
   */
  void keep(long transcriptId, KeptPassages passages, float[][] vectors);

  /**
   * How alike the passages of a transcript are to a vector, looking at every one.
   *
   * @param vector of unit length, of the model that made those of the passages
   * @return the cosine for each passage, in order; 0 for one without a vector of that length
   */
  double[] alike(long transcriptId, float[] vector);

  /**
   * A transcript that got a text since; who takes it makes its passages where they are not there.
   * It is wanted until it is dropped. Empty when there is none.
   *
   * @param mine for so long nobody else takes it; whole seconds
   */
  Optional<Wanted> takeWanted(Duration mine);

  /**
   * Nobody is to make the passages of a transcript any more, unless it got another text or somebody
   * else took it since.
   */
  void dropWanted(Wanted wanted);
}
