package ai.stt.app.transcripts;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Word;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names and corrects transcripts. Thread-safe. */
public final class EditTranscript {
  private static final int LONGEST_TEXT = 20_000;
  private static final int LONGEST_SPEAKER = 100;

  private final UnitOfWork work;

  /** Edits in these stores. */
  public EditTranscript(UnitOfWork work) {
    this.work = work;
  }

  /**
   * Gives another title.
   *
   * @throws SpeechException {@code NOT_FOUND}, {@code INVALID_REQUEST}
   */
  public void rename(long accountId, TranscriptRef ref, String title) {
    String checked = TranscriptHead.checkTitle(title);
    work.run(
        stores -> {
          Transcripts transcripts = stores.get(Transcripts.class);
          transcripts.rename(lock(transcripts, accountId, ref).id(), checked);
        });
  }

  /**
   * Corrects a segment. Its words go when its text changes, since nobody knows the new ones' times.
   *
   * @param text the new text, or null to leave it
   * @param speaker the new speaker, or null to leave it
   * @return the segment as it is now
   * @throws SpeechException {@code NOT_FOUND}, {@code INVALID_REQUEST}
   */
  public StoredSegment changeSegment(
      long accountId,
      TranscriptRef ref,
      long segmentId,
      @Nullable String text,
      @Nullable String speaker) {
    String newText = text == null ? null : checkText(text);
    String newSpeaker = speaker == null ? null : checkSpeaker(speaker);
    return work.in(
        stores -> {
          Transcripts transcripts = stores.get(Transcripts.class);
          long id = lock(transcripts, accountId, ref).id();
          StoredSegment old =
              transcripts
                  .segment(id, segmentId)
                  .orElseThrow(
                      () ->
                          new SpeechException(
                              ErrorCode.NOT_FOUND, "the transcript has no such segment"));
          Segment segment = old.segment();
          if (newText != null && !newText.equals(segment.text())) {
            segment = with(segment, newText, List.of(), segment.speaker());
          }
          if (newSpeaker != null) {
            segment = spoken(segment, newSpeaker);
          }
          var changed = new StoredSegment(segmentId, old.order(), segment);
          transcripts.change(id, List.of(changed));
          return changed;
        });
  }

  /**
   * Gives speakers other names wherever they speak; two may become one.
   *
   * @param names new names by old ones
   * @throws SpeechException {@code NOT_FOUND}, {@code INVALID_REQUEST} also for an old name that
   *     nobody has
   */
  public void renameSpeakers(long accountId, TranscriptRef ref, Map<String, String> names) {
    names.values().forEach(EditTranscript::checkSpeaker);
    work.run(
        stores -> {
          Transcripts transcripts = stores.get(Transcripts.class);
          long id = lock(transcripts, accountId, ref).id();
          List<StoredSegment> all = transcripts.segments(id);
          for (String old : names.keySet()) {
            if (all.stream().noneMatch(stored -> old.equals(stored.segment().speaker()))) {
              throw new SpeechException(
                  ErrorCode.INVALID_REQUEST, "speakers: the transcript has no such speaker");
            }
          }
          transcripts.change(
              id,
              all.stream()
                  .map(stored -> renamed(stored, names))
                  .flatMap(Optional::stream)
                  .toList());
        });
  }

  private static Optional<StoredSegment> renamed(StoredSegment stored, Map<String, String> names) {
    Segment old = stored.segment();
    List<Word> words = old.words().stream().map(word -> renamed(word, names)).toList();
    Segment segment = with(old, old.text(), words, renamed(old.speaker(), names));
    return segment.equals(old)
        ? Optional.empty()
        : Optional.of(new StoredSegment(stored.id(), stored.order(), segment));
  }

  private static Word renamed(Word word, Map<String, String> names) {
    return new Word(
        word.text(), word.start(), word.end(), word.confidence(), renamed(word.speaker(), names));
  }

  private static @Nullable String renamed(@Nullable String speaker, Map<String, String> names) {
    return speaker == null ? null : Objects.requireNonNullElse(names.get(speaker), speaker).strip();
  }

  private static Segment spoken(Segment segment, String speaker) {
    List<Word> words =
        segment.words().stream()
            .map(w -> new Word(w.text(), w.start(), w.end(), w.confidence(), speaker))
            .toList();
    return with(segment, segment.text(), words, speaker);
  }

  private static Segment with(
      Segment segment, String text, List<Word> words, @Nullable String speaker) {
    return new Segment(segment.start(), segment.end(), text, segment.confidence(), words, speaker);
  }

  private static TranscriptHead lock(Transcripts transcripts, long accountId, TranscriptRef ref) {
    return transcripts.lock(accountId, ref).orElseThrow(TranscriptRef::missing);
  }

  private static String checkText(String text) {
    String bare = text.strip();
    if (bare.isEmpty()
        || bare.codePointCount(0, bare.length()) > LONGEST_TEXT
        || text.indexOf('\0') >= 0) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "text: 1 to %d characters".formatted(LONGEST_TEXT));
    }
    return bare;
  }

  private static String checkSpeaker(String speaker) {
    String bare = speaker.strip();
    if (bare.isEmpty()
        || bare.codePointCount(0, bare.length()) > LONGEST_SPEAKER
        || speaker.chars().anyMatch(Character::isISOControl)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "speaker: 1 to %d characters on one line".formatted(LONGEST_SPEAKER));
    }
    return bare;
  }
}
