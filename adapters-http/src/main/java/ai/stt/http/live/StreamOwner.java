package ai.stt.http.live;

import ai.stt.app.account.Member;
import ai.stt.app.live.ChargeStream;
import ai.stt.app.live.KeepStream;
import ai.stt.app.live.LiveEvent;
import ai.stt.http.access.Entry;
import ai.stt.speech.audio.PcmChunk;
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

  /** Keeps what was said for an account; id of the transcript, null when there is none. */
  @Nullable Long keep(String model, LiveEvent.Finished end, Duration audio) {
    Member member = entry.account();
    if (member == null || bill == null || audio.isZero()) {
      return null;
    }
    return keep.keep(member.accountId(), model, end.transcript(), startedAt, audio, bill.charged());
  }
}
