package ai.stt.app.speech;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Puts what several speakers say at once one after the other, so that segments never overlap: who
 * speaks all around another's words is cut between words, and where one begins before the other has
 * ended each gets half of that time. Words that have to move are hurried rather than put at one
 * moment; the others keep their times. No word is lost.
 */
final class OneAfterAnother {
  /** A segment of one speaker. */
  record Part(Segment segment, int speaker) {
    double start() {
      return segment.start();
    }

    double end() {
      return segment.end();
    }

    double middle() {
      return (start() + end()) / 2;
    }
  }

  /** By start, the next one last. */
  private final List<Part> waiting;

  private final List<Part> done = new ArrayList<>();

  private OneAfterAnother(List<Part> parts) {
    List<Part> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingDouble(Part::start));
    waiting = new ArrayList<>(sorted.reversed());
  }

  /**
   * The parts in order of time, without overlap.
   *
   * @param parts of each speaker's line in order of time, without overlap
   */
  static List<Part> of(List<Part> parts) {
    var order = new OneAfterAnother(parts);
    while (!order.waiting.isEmpty()) {
      Part next = order.waiting.removeLast();
      if (!order.done.isEmpty() && next.start() < order.done.getLast().end()) {
        order.put(order.done.removeLast(), next);
      } else {
        order.done.add(next);
      }
    }
    return order.done;
  }

  /** Of two that overlap, the second of which begins no earlier. */
  private void put(Part first, Part second) {
    double least = (second.end() - second.start()) / 2;
    if (second.end() >= first.end()) {
      follow(first, second);
    } else if (second.start() - first.start() < least) {
      follow(second, first);
    } else if (first.end() - second.end() < least) {
      follow(first, second);
    } else {
      surround(first, second);
    }
  }

  private void follow(Part first, Part second) {
    double from = Math.max(first.start(), second.start());
    double to = Math.min(first.end(), second.end());
    double border = Math.clamp(rounded((from + to) / 2), from, to);
    done.add(endingAt(first, border));
    await(startingAt(second, border));
  }

  /** Cuts the outer one between its words where the inner one is. */
  private void surround(Part outer, Part inner) {
    List<Word> words = outer.segment().words();
    int before = (int) words.stream().filter(w -> w.start() + w.end() < 2 * inner.middle()).count();
    if (before == words.size() || words.getLast().end() <= inner.end()) {
      follow(outer, inner);
    } else if (before == 0 || words.getFirst().start() >= inner.start()) {
      follow(inner, outer);
    } else {
      done.add(endingAt(words(outer, 0, before), inner.start()));
      done.add(inner);
      await(startingAt(words(outer, before, words.size()), inner.end()));
    }
  }

  private void await(Part part) {
    int at = waiting.size();
    while (at > 0 && waiting.get(at - 1).start() < part.start()) {
      at--;
    }
    waiting.add(at, part);
  }

  private static Part words(Part part, int from, int to) {
    List<Integer> some = IntStream.range(from, to).boxed().toList();
    return new Part(SegmentParts.keep(part.segment(), some), part.speaker());
  }

  /** Hurries the last words, to double speed where there is room, so that the part ends in time. */
  private static Part endingAt(Part part, double end) {
    if (part.end() <= end) {
      return part;
    }
    double from = Math.clamp(rounded(2 * end - part.end()), part.start(), end);
    double speed = (end - from) / (part.end() - from);
    return moved(
        part, at -> at <= from ? at : Math.clamp(rounded(from + (at - from) * speed), from, end));
  }

  private static Part startingAt(Part part, double start) {
    if (part.start() >= start) {
      return part;
    }
    double to = Math.clamp(rounded(2 * start - part.start()), start, part.end());
    double speed = (to - start) / (to - part.start());
    return moved(
        part, at -> at >= to ? at : Math.clamp(rounded(to - (to - at) * speed), start, to));
  }

  private static Part moved(Part part, DoubleUnaryOperator clock) {
    Segment segment = part.segment();
    var now =
        new Segment(
            clock.applyAsDouble(segment.start()),
            clock.applyAsDouble(segment.end()),
            segment.text(),
            segment.confidence(),
            segment.words().stream().map(word -> moved(word, clock)).toList(),
            segment.speaker());
    return new Part(now, part.speaker());
  }

  private static Word moved(Word word, DoubleUnaryOperator clock) {
    return new Word(
        word.text(),
        clock.applyAsDouble(word.start()),
        clock.applyAsDouble(word.end()),
        word.confidence(),
        word.speaker());
  }

  /** To milliseconds, as times are told. */
  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
