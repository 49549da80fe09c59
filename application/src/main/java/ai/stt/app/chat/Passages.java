package ai.stt.app.chat;

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

  /** The passages of a transcript, when they were made. */
  Optional<KeptPassages> find(long transcriptId);

  /** Keeps passages in place of those before; the transcript has to be there. */
  void keep(long transcriptId, KeptPassages passages);
}
