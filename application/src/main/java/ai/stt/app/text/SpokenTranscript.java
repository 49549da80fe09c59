package ai.stt.app.text;

import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.StoredTranscript;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A completed transcript that is to be understood.
 *
 * @param id of the transcript
 * @param language code of that in which it was heard
 * @param segments in order
 * @param fingerprint changes when a text, a speaker or a time does
 */
public record SpokenTranscript(
    long id, String language, List<StoredSegment> segments, String fingerprint) {
  /** Takes a copy. */
  public SpokenTranscript {
    segments = List.copyOf(segments);
  }

  /**
   * An account's transcript.
   *
   * @throws SpeechException {@code NOT_FOUND}, {@code CONFLICT} when it is not completed
   */
  public static SpokenTranscript read(ReadTranscripts read, long accountId, TranscriptRef ref) {
    StoredTranscript whole = read.whole(accountId, ref);
    Heard heard = whole.head().heard();
    if (heard == null) {
      throw new SpeechException(
          ErrorCode.CONFLICT,
          "the transcript is %s; wait until it is completed"
              .formatted(whole.head().job().status().text()));
    }
    return new SpokenTranscript(
        whole.head().id(), heard.language(), whole.segments(), fingerprint(whole.segments()));
  }

  /** Whether nothing was said. */
  public boolean isSilent() {
    return segments.stream().allMatch(each -> SpokenText.saysNothing(each.segment().text()));
  }

  /** What was said; not for silence. */
  public SourceText source() {
    return SpokenText.of(segments.stream().map(StoredSegment::segment).toList());
  }

  private static String fingerprint(List<StoredSegment> segments) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (StoredSegment stored : segments) {
        Segment segment = stored.segment();
        String line =
            "%d\n%s\n%s\n%s\n"
                .formatted(stored.id(), segment.start(), segment.speaker(), segment.text());
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
