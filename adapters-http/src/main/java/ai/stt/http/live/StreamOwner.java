package ai.stt.http.live;

import ai.stt.app.account.Member;
import ai.stt.app.live.ChargeStream;
import ai.stt.app.live.KeepStream;
import ai.stt.http.access.Entry;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.transcript.Transcript;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose stream it is: what it pays and what is kept for it. One thread feeds, one ends.
 *
 * @param entry the place that is given back at the end
 * @param bill null for anonymous callers
 * @param keep where transcripts of accounts are kept
 */
record StreamOwner(
    Entry entry, ChargeStream.@Nullable Bill bill, KeepStream keep, Instant startedAt) {
  static StreamOwner of(
      Entry entry, ChargeStream charge, KeepStream keep, String stream, Instant now) {
    Member member = entry.account();
    return new StreamOwner(
        entry,
        member == null ? null : charge.open(member.accountId(), member.plan(), stream),
        keep,
        now);
  }

  /** The same, come in once more. */
  StreamOwner with(Entry again) {
    return new StreamOwner(again, bill, keep, startedAt);
  }

  /** Whether it is an account's, for which streams are kept. */
  boolean isAccount() {
    return bill != null;
  }

  /** Whether it is this account's. */
  boolean is(Member other) {
    Member member = entry.account();
    return member != null && member.accountId() == other.accountId();
  }

  /**
   * Pays for audio before it is heard.
   *
   * @throws ai.stt.speech.error.SpeechException {@code NO_CREDITS}
   */
  void pay(long samples) {
    if (bill != null) {
      bill.upTo(Duration.ofMillis(Math.ceilDiv(samples * 1000, PcmChunk.SAMPLE_RATE_HZ)));
    }
  }

  /**
   * Keeps what was said for an account.
   *
   * @param before what was kept already
   * @return what is kept now; null when there is nothing or nobody to keep it for
   */
  KeepStream.@Nullable Kept keep(
      KeepStream.@Nullable Kept before, String model, Transcript said, Duration audio) {
    Member member = entry.account();
    if (member == null || bill == null || audio.isZero()) {
      return before;
    }
    return keep.keep(before, member.accountId(), model, said, startedAt, audio, bill.charged());
  }
}
