package ai.stt.inference.engine.whisper;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a decoder within a budget of memory: one for each size of seat that is in use. When
 * there is no memory for another size, the oldest lane takes nobody more until it is empty and
 * makes room. One thread at a time.
 */
class Lanes {
  private static final int MOST_SEATS = 16;

  /** More would make each of them wait too long. */
  private static final int MOST_LIVE_SEATS = 4;

  private final Network network;
  private final long budgetBytes;
  private final List<Lane> lanes = new ArrayList<>();
  private int seatsInMemory = MOST_SEATS;
  private boolean draining;
  private boolean starving;

  Lanes(Network network, long budgetBytes) {
    this.network = network;
    this.budgetBytes = budgetBytes;
  }

  /** How many seats of a size a lane has; half the budget is for another size. */
  int seats(Lane.Size size) {
    long fitting = budgetBytes / 2 / size.seatBytes(network.shape(), network.precision());
    return Math.clamp(
        fitting, 1, size.live() ? Math.min(MOST_LIVE_SEATS, seatsInMemory) : seatsInMemory);
  }

  /** A lane with a free seat, or null when there is none now. */
  @Nullable Lane laneFor(Lane.Size size) {
    for (Lane lane : lanes) {
      if (lane.size().equals(size)) {
        return lane.hasRoom() && !(draining && lane == lanes.getFirst()) ? lane : null;
      }
    }
    int seats = seats(size);
    long bytes = seats * size.seatBytes(network.shape(), network.precision());
    makeRoom(bytes);
    // Who is read along with does not wait until others have left: the few seats come on top.
    if (!size.live() && !lanes.isEmpty() && taken(bytes) > budgetBytes) {
      starving = true;
      return null;
    }
    return open(size, seats);
  }

  /**
   * Called when those who wait have been asked for.
   *
   * @param all whether none of them was left out
   */
  void settle(boolean all) {
    draining = starving || (draining && !all);
    starving = false;
  }

  List<Lane> all() {
    return List.copyOf(lanes);
  }

  List<Seat> taken() {
    return lanes.stream().flatMap(lane -> lane.taken().stream()).toList();
  }

  boolean isEmpty() {
    return lanes.stream().allMatch(lane -> lane.taken().isEmpty());
  }

  void leave(Seat seat) {
    lanes.stream().filter(lane -> lane.taken().contains(seat)).forEach(lane -> lane.leave(seat));
  }

  void close() {
    lanes.forEach(Lane::close);
    lanes.clear();
  }

  /**
   * A lane with so many seats.
   *
   * @throws OutOfMemoryError when there is no memory for them
   */
  Lane make(Lane.Size size, int seats) {
    return new Lane(network, size, seats);
  }

  /** Halves the seats until there is memory for them; from then on no lane has more. */
  private @Nullable Lane open(Lane.Size size, int wanted) {
    for (int seats = wanted; seats > 0; seats /= 2) {
      try {
        Lane lane = make(size, seats);
        lanes.add(lane);
        return lane;
      } catch (OutOfMemoryError e) {
        seatsInMemory = Math.max(1, seats / 2);
      }
    }
    if (closeEmpty()) {
      return open(size, 1);
    }
    if (lanes.isEmpty()) {
      throw new OutOfMemoryError("no memory for a single window");
    }
    starving = true;
    return null;
  }

  private boolean closeEmpty() {
    List<Lane> empty = lanes.stream().filter(lane -> lane.taken().isEmpty()).toList();
    empty.forEach(Lane::close);
    return lanes.removeAll(empty);
  }

  private void makeRoom(long bytes) {
    for (Lane lane : all()) {
      if (taken(bytes) > budgetBytes && lane.taken().isEmpty()) {
        lanes.remove(lane);
        lane.close();
      }
    }
  }

  private long taken(long more) {
    return more + lanes.stream().mapToLong(Lane::bytes).sum();
  }
}
