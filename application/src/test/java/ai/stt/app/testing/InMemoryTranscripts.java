package ai.stt.app.testing;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.transcripts.TranscriptFilter;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.platform.job.Job;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.transcript.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Transcripts in the rows of the jobs. Of queries only plain words are understood. */
final class InMemoryTranscripts implements Transcripts {
  private static final String LETTERS =
      "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}ー\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";
  private static final Pattern UNSPACED = Pattern.compile("[" + LETTERS + "]+");
  private static final Pattern WORD =
      Pattern.compile(UNSPACED + "|[\\p{L}\\p{N}&&[^" + LETTERS + "]]+");

  private final InMemoryJobs jobs;
  private long lastSegment;

  InMemoryTranscripts(InMemoryJobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public Page<TranscriptHead> list(long accountId, TranscriptFilter filter, PageRequest page) {
    List<TranscriptHead> all =
        jobs.rows().values().stream()
            .filter(row -> row.head().accountId() == accountId && matches(row, filter))
            .map(row -> row.head().withoutTurns())
            .sorted(
                Comparator.comparing((TranscriptHead head) -> head.job().order().createdAt())
                    .thenComparingLong(TranscriptHead::id)
                    .reversed())
            .toList();
    return new Page<>(all.size(), all.stream().skip(page.offset()).limit(page.limit()).toList());
  }

  private static boolean matches(InMemoryJobs.Row row, TranscriptFilter filter) {
    TranscriptHead head = row.head();
    Instant at = head.job().order().createdAt();
    return (filter.status() == null || filter.status() == head.job().status())
        && (filter.language() == null
            || (head.heard() != null && head.heard().language().equals(filter.language())))
        && (filter.from() == null || !at.isBefore(filter.from()))
        && (filter.before() == null || at.isBefore(filter.before()))
        && (filter.query() == null || holdsAll(row, filter.query()));
  }

  /** Of a script without spaces a word may be a part of what stands together. */
  private static boolean holdsAll(InMemoryJobs.Row row, String query) {
    var text = new StringBuilder(row.head().title());
    row.segments().forEach(stored -> text.append(' ').append(stored.segment().text()));
    List<String> there = words(text.toString());
    return words(query).stream()
        .allMatch(
            word ->
                UNSPACED.matcher(word).lookingAt()
                    ? there.stream().anyMatch(run -> run.contains(word))
                    : there.contains(word));
  }

  private static List<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }

  @Override
  public Optional<TranscriptHead> find(long accountId, TranscriptRef ref) {
    return jobs.rows().values().stream()
        .map(InMemoryJobs.Row::head)
        .filter(head -> head.accountId() == accountId)
        .filter(
            head ->
                switch (ref) {
                  case TranscriptRef.ById byId -> head.id() == byId.id();
                  case TranscriptRef.BySlug bySlug ->
                      head.job().order().slug().equals(bySlug.slug());
                })
        .findFirst();
  }

  @Override
  public Optional<TranscriptHead> lock(long accountId, TranscriptRef ref) {
    return find(accountId, ref);
  }

  @Override
  public List<StoredSegment> segments(long id) {
    InMemoryJobs.Row row = jobs.rows().get(id);
    return row == null ? List.of() : row.segments();
  }

  @Override
  public Page<StoredSegment> segments(long id, PageRequest page) {
    List<StoredSegment> all = segments(id);
    return new Page<>(all.size(), all.stream().skip(page.offset()).limit(page.limit()).toList());
  }

  @Override
  public Optional<StoredSegment> segment(long id, long segmentId) {
    return segments(id).stream().filter(stored -> stored.id() == segmentId).findFirst();
  }

  @Override
  public void keep(Job.Completed job, Heard heard, List<Segment> segments) {
    long id = job.order().id();
    jobs.put(job);
    List<StoredSegment> stored = new ArrayList<>();
    for (Segment segment : segments) {
      stored.add(new StoredSegment(++lastSegment, stored.size(), segment));
    }
    jobs.rows()
        .computeIfPresent(
            id,
            (same, row) ->
                new InMemoryJobs.Row(
                    new TranscriptHead(row.head().job(), row.head().title(), heard),
                    row.atOnce(),
                    row.leaseEnd(),
                    stored));
  }

  @Override
  public void rename(long id, String title) {
    jobs.rows()
        .computeIfPresent(
            id,
            (same, row) ->
                new InMemoryJobs.Row(
                    new TranscriptHead(row.head().job(), title, row.head().heard()),
                    row.atOnce(),
                    row.leaseEnd(),
                    row.segments()));
  }

  @Override
  public void change(long id, Collection<StoredSegment> changed) {
    jobs.rows()
        .computeIfPresent(
            id,
            (same, row) ->
                new InMemoryJobs.Row(
                    row.head(),
                    row.atOnce(),
                    row.leaseEnd(),
                    row.segments().stream().map(old -> newest(old, changed)).toList()));
  }

  private static StoredSegment newest(StoredSegment old, Collection<StoredSegment> changed) {
    return changed.stream().filter(stored -> stored.id() == old.id()).findFirst().orElse(old);
  }

  @Override
  public void remove(long id) {
    jobs.remove(id);
  }
}
