package ai.stt.inference.engine.llama;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who sits where, and what is remembered of those who left. What all of them may come to know
 * together never exceeds the room. Belongs to the loop's thread.
 */
final class Seats {
  private final Network network;
  private final int room;
  private final List<Seat> seats = new ArrayList<>();
  private long clock;

  Seats(Network network, int count, int room) {
    this.network = network;
    this.room = room;
    for (int i = 0; i < count; i++) {
      seats.add(new Seat(i));
    }
  }

  List<Seat> taken() {
    return seats.stream().filter(seat -> seat.run != null).toList();
  }

  /**
   * Those who sit, in the order in which a step serves them: who writes, then whose prompt is being
   * read, the urgent ones first, else as they came.
   */
  List<Seat> served() {
    return seats.stream()
        .filter(seat -> seat.run != null)
        .sorted(
            Comparator.comparing((Seat seat) -> !seat.writes())
                .thenComparing(seat -> seat.run == null || !seat.run.urgent())
                .thenComparingLong(seat -> seat.used))
        .toList();
  }

  /** Gives a run a seat, if there is one and room for all that it may come to know. */
  boolean sit(Run run) {
    List<Seat> free = new ArrayList<>(seats.stream().filter(seat -> seat.run == null).toList());
    int promised = seats.stream().mapToInt(seat -> seat.run == null ? 0 : seat.run.reach()).sum();
    if (free.isEmpty() || promised + run.reach() > room) {
      return false;
    }
    int useful = run.prompt().length - 1; // the last token is computed for what comes after it
    Seat best =
        seats.stream()
            .max(Comparator.comparingInt(seat -> seat.common(run.prompt())))
            .orElseThrow();
    int common = network.forgets() ? Math.min(useful, best.common(run.prompt())) : 0;
    Seat seat = seatFor(free, best, common);
    if (seat == best) {
      keep(seat, common);
    } else {
      keep(seat, 0);
      if (common > 0) {
        network.share(best.sequence, seat.sequence, common);
        seat.takeFrom(best, common);
      }
    }
    seat.sit(run, clock++);
    makeRoom(promised + run.reach());
    return true;
  }

  /** The one that knows the beginning, unless somebody sits there or most of it would be lost. */
  private static Seat seatFor(List<Seat> free, Seat best, int common) {
    if (free.contains(best) && (2 * common >= best.length() || free.size() == 1)) {
      return best;
    }
    return free.stream()
        .filter(seat -> seat != best || free.size() == 1)
        .min(
            Comparator.comparing((Seat seat) -> seat.length() > 0)
                .thenComparingLong(seat -> seat.used))
        .orElseThrow();
  }

  /** Forgets those who left longest ago until the rest fits. */
  private void makeRoom(int promised) {
    while (true) {
      List<Seat> left =
          seats.stream().filter(seat -> seat.run == null && seat.length() > 0).toList();
      int remembered = left.stream().mapToInt(Seat::length).sum();
      if (promised + remembered <= room) {
        return;
      }
      keep(left.stream().min(Comparator.comparingLong(seat -> seat.used)).orElseThrow(), 0);
    }
  }

  /** Forgets all that nobody needs now; whether there was any. */
  boolean forgetIdle() {
    boolean any = false;
    for (Seat seat : seats) {
      if (seat.run == null && seat.length() > 0) {
        keep(seat, 0);
        any = true;
      }
    }
    return any;
  }

  /** Keeps the first tokens of a seat. */
  void keep(Seat seat, int count) {
    int kept = network.keep(seat.sequence, count) ? count : 0;
    if (kept != count) {
      network.keep(seat.sequence, 0);
    }
    seat.keep(kept);
  }

  /** The run leaves; what it knew stays. */
  void leave(Seat seat) {
    Run run = seat.run;
    seat.run = null;
    seat.used = clock++;
    if (!network.forgets()) {
      keep(seat, 0);
    }
    if (run != null) {
      run.release();
    }
  }
}
