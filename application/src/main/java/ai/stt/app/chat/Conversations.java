package ai.stt.app.chat;

import java.util.List;
import java.util.Optional;

/** The store of conversations about transcripts. Part of a unit of work. */
public interface Conversations {
  /** What was asked and answered in a conversation, in order; empty when there is none such. */
  Optional<List<Exchange>> find(long transcriptId, String session);

  /**
   * Adds to a conversation, which begins when it is not there; the transcript has to be there.
   *
   * @param mostExchanges the oldest of more are dropped
   * @param mostSessions of the transcript; of more, those that were silent for the longest go
   */
  void add(
      long transcriptId, String session, Exchange exchange, int mostExchanges, int mostSessions);
}
