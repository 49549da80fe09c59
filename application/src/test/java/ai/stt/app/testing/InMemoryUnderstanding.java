package ai.stt.app.testing;

import ai.stt.app.chat.Conversations;
import ai.stt.app.chat.Exchange;
import ai.stt.app.chat.FindPassages;
import ai.stt.app.chat.Passages;
import ai.stt.app.text.KeptSummaries;
import ai.stt.app.text.SummaryStyle;
import ai.stt.platform.transcript.TranscriptHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What was made of transcripts; what belongs to one that is gone is gone. */
final class InMemoryUnderstanding implements InMemoryStore {
  private record Talk(long transcriptId, String session) {}

  private record Style(long transcriptId, SummaryStyle style) {}

  private final InMemoryJobs jobs;
  private Map<Long, Passages.KeptPassages> passages = new HashMap<>();
  private final Map<Long, float[][]> vectors = new HashMap<>();
  private final Map<Long, Instant> taken = new HashMap<>();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private final Set<Long> dropped = new HashSet<>();
  private Map<Talk, List<Exchange>> talks = new HashMap<>();
  private Map<Style, KeptSummaries.KeptSummary> summaries = new HashMap<>();

  InMemoryUnderstanding(InMemoryJobs jobs) {
    this.jobs = jobs;
  }

  private boolean isThere(long transcriptId) {
    return jobs.rows().containsKey(transcriptId);
  }

  Passages passages() {
    return new Passages() {
      @Override
      public Optional<KeptPassages> find(long transcriptId) {
        return Optional.ofNullable(passages.get(transcriptId)).filter(set -> isThere(transcriptId));
      }

      @Override
      public void keep(long transcriptId, KeptPassages set, float[][] dense) {
        passages.put(transcriptId, set);
        vectors.put(transcriptId, dense);
      }

      @Override
      public double[] alike(long transcriptId, float[] vector) {
        int size = find(transcriptId).map(set -> set.passages().size()).orElse(0);
        float[][] dense = vectors.getOrDefault(transcriptId, new float[0][]);
        return IntStream.range(0, size)
            .mapToDouble(
                i ->
                    i < dense.length && dense[i].length == vector.length
                        ? FindPassages.dot(dense[i], vector)
                        : 0)
            .toArray();
      }

      @Override
      public Optional<Wanted> takeWanted(Duration mine) {
        Instant now = Instant.now();
        Optional<TranscriptHead> first =
            jobs.rows().values().stream()
                .map(InMemoryJobs.Row::head)
                .filter(head -> head.heard() != null && !dropped.contains(head.id()))
                .filter(head -> !taken.getOrDefault(head.id(), now).isAfter(now))
                .findFirst();
        first.ifPresent(head -> taken.put(head.id(), now.plus(mine)));
        return first.map(
            head ->
                new Wanted(
                    head.job().order().accountId(),
                    head.id(),
                    attempts.merge(head.id(), 1, Integer::sum)));
      }

      @Override
      public void dropWanted(Wanted wanted) {
        if (attempts.getOrDefault(wanted.transcriptId(), 0) == wanted.attempts()) {
          dropped.add(wanted.transcriptId());
        }
      }
    };
  }

  KeptSummaries summaries() {
    return new KeptSummaries() {
      @Override
      public Optional<KeptSummary> find(long transcriptId, SummaryStyle style) {
        return Optional.ofNullable(summaries.get(new Style(transcriptId, style)))
            .filter(summary -> isThere(transcriptId));
      }

      @Override
      public void keep(long transcriptId, SummaryStyle style, KeptSummary summary) {
        summaries.put(new Style(transcriptId, style), summary);
      }
    };
  }

  Conversations conversations() {
    return new Conversations() {
      @Override
      public Optional<List<Exchange>> find(long transcriptId, String session) {
        return Optional.ofNullable(talks.get(new Talk(transcriptId, session)))
            .filter(talk -> isThere(transcriptId))
            .map(List::copyOf);
      }

      @Override
      public void add(
          long transcriptId,
          String session,
          Exchange exchange,
          int mostExchanges,
          int mostSessions) {
        List<Exchange> talk =
            talks.computeIfAbsent(new Talk(transcriptId, session), key -> new ArrayList<>());
        talk.add(exchange);
        while (talk.size() > mostExchanges) {
          talk.removeFirst();
        }
        talks.keySet().stream()
            .filter(key -> key.transcriptId() == transcriptId)
            .sorted(Comparator.comparing(this::lastUse).reversed())
            .skip(mostSessions)
            .toList()
            .forEach(talks::remove);
      }

      private Instant lastUse(Talk key) {
        return talks.getOrDefault(key, List.of()).getLast().at();
      }
    };
  }

  @Override
  public Runnable snapshot() {
    var passagesBefore = new HashMap<>(passages);
    var talksBefore = new HashMap<Talk, List<Exchange>>();
    talks.forEach((key, talk) -> talksBefore.put(key, new ArrayList<>(talk)));
    var summariesBefore = new HashMap<>(summaries);
    return () -> {
      passages = passagesBefore;
      talks = talksBefore;
      summaries = summariesBefore;
    };
  }

  @Override
  public void forgetAccount(long accountId) {
    // its transcripts go, and what is made of them with these
  }
}
