package ai.stt.http.live;

import ai.stt.app.account.Member;
import ai.stt.app.live.ChargeStream;
import ai.stt.app.live.KeepStream;
import ai.stt.http.access.Entry;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
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
  private static final int MOST_TRIES = 10;
  private static final Duration PAUSE = Duration.ofSeconds(1);

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
      var audio = Duration.ofMillis(Math.ceilDiv(samples * 1000, PcmChunk.SAMPLE_RATE_HZ));
      patiently(
          () -> {
            bill.upTo(audio);
            return true;
          });
    }
  }

  /** For no stream should end because the database is away for a few seconds. */
  private static <T extends @Nullable Object> T patiently(Supplier<T> step) {
    for (int tries = 1; ; tries++) {
      try {
        return step.get();
      } catch (SpeechException e) {
        if (e.code() != ErrorCode.DEPENDENCY_FAILED || tries == MOST_TRIES || !rest()) {
          throw e;
        }
      }
    }
  }

  private static boolean rest() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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
    return patiently(
        () -> keep.keep(before, member.accountId(), model, said, startedAt, audio, bill.charged()));
  }
}
