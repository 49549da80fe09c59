package ai.stt.app.live;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;

/** What a stream is told, in this order: partials and finals as they come, one end. */
public sealed interface LiveEvent {
  /**
   * What seems to be said behind the last final text; replaced by the next partial.
   *
   * @param text never blank, but empty when what was shown before is gone
   * @param start seconds from the start of the stream
   * @param end seconds
   */
  record Partial(String text, double start, double end) implements LiveEvent {}

  /**
   * Text that is never taken back; all finals together are the whole text.
   *
   * @param segment its words and times, from the start of the stream
   * @param rest what seems to be said behind it, in place of a partial; empty for nothing, and when
   *     no partials are wanted
   */
  record Final(Segment segment, String rest) implements LiveEvent {}

  /**
   * Nobody has spoken for as long as ends a phrase; all of it has been final before.
   *
   * @param at when the last voice was heard, in seconds
   */
  record UtteranceEnd(double at) implements LiveEvent {}

  /**
   * The stream has ended; nothing follows.
   *
   * @param transcript the finals
   */
  record Finished(Transcript transcript) implements LiveEvent {}
}
