package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OrtException;
import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.search.Search;
import ai.stt.inference.engine.whisper.search.TokenScores;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seats of one size side by side in memory, whose windows share the decoder's steps: each step
 * writes one token of every hypothesis of every window. A window's result depends on nothing but
 * itself. One thread at a time.
 */
final class Lane implements AutoCloseable {
  /**
   * What the seats of a lane have in common: whether they come first, length of the sound,
   * hypotheses, room for tokens.
   */
  record Size(boolean live, int positions, int beam, int capacity) {
    long seatBytes(WhisperShape shape, Precision precision) {
      return HeardSound.rowBytes(shape, precision, positions)
          + beam * WrittenText.rowBytes(shape, capacity);
    }
  }

  private final Network network;
  private final Size size;
  private final Arena arena;
  private final HeardSound sound;
  private final WrittenText text;
  private final @Nullable Seat[] seats;
  private final StepScores scores;

  /** So many windows were computed together when there was no memory for more. */
  private int together;

  /**
   * Takes the memory of so many seats.
   *
   * @throws OutOfMemoryError when there is not so much
   */
  @SuppressWarnings("MustBeClosed") // closed with the lane
  Lane(Network network, Size size, int seats) {
    this.network = network;
    this.size = size;
    this.arena = Arena.ofShared();
    try {
      WhisperShape shape = network.shape();
      int beam = size.beam();
      this.sound = new HeardSound(arena, shape, network.precision(), seats, size.positions());
      this.text = new WrittenText(arena, shape, seats * beam, size.capacity());
      this.scores =
          new StepScores(arena, shape, Math.max(2, seats * beam), beam == 1 ? 1 : beam + 1);
    } catch (RuntimeException | OutOfMemoryError e) {
      arena.close();
      throw e;
    }
    this.seats = new Seat[seats];
    this.together = seats;
  }

  Size size() {
    return size;
  }

  long bytes() {
    return seats.length * size.seatBytes(network.shape(), network.precision());
  }

  boolean hasRoom() {
    return Arrays.asList(seats).contains(null);
  }

  List<Seat> taken() {
    List<Seat> taken = new ArrayList<>();
    for (Seat seat : seats) {
      if (seat != null) {
        taken.add(seat);
      }
    }
    return taken;
  }

  /** Gives a free place to a window, listens to it, and reads its prompt. */
  void admit(Seat seat) throws OrtException {
    int at = Arrays.asList(seats).indexOf(null);
    HeardWindow heard = seat.job().heard();
    if (heard == null) {
      network.encode(seat.job().mel(), sound, at);
    } else {
      sound.copyRow(heard.sound(), 0, at);
      heard.free();
    }
    begin(seat, at);
    seats[at] = seat;
  }

  /** Reads the prompt and writes the first token of a window in its place. */
  void begin(Seat seat) throws OrtException {
    begin(seat, Arrays.asList(seats).indexOf(seat));
  }

  void leave(Seat seat) {
    seats[Arrays.asList(seats).indexOf(seat)] = null;
    if (taken().isEmpty()) { // by then there may be memory again
      together = seats.length;
    }
  }

  /** The attention of the alignment heads to a window's sound. */
  float[] attention(Seat seat, int[] tokens) throws OrtException {
    int at = Arrays.asList(seats).indexOf(seat);
    return network.attention(tokens, sound, at, seat.job().frames());
  }

  /**
   * Writes the next token of every window that is not done.
   *
   * @return windows that failed, each by itself, with the reason
   */
  List<Failure> step() {
    compact();
    List<Failure> failures = new ArrayList<>();
    int count = taken().size();
    int part = together;
    for (int from = 0; from < count; from += part) {
      step(from, Math.min(from + part, count), failures);
    }
    if (!failures.isEmpty()) { // it was for these that the others were parted
      together = seats.length;
    }
    return failures;
  }

  /** A window that could not go on. */
  record Failure(Seat seat, Throwable reason) {}

  @Override
  public void close() {
    arena.close();
  }

  private void begin(Seat seat, int at) throws OrtException {
    int[] prompt = seat.job().prompt();
    int row = at * size.beam();
    int[] last = {prompt.length - 1};
    int[] picks = {seat.job().command(), prompt.length - 1};
    network.step(new int[][] {prompt}, last, picks, sound, at, 1, text, row, scores);
    seat.hearSilence(scores.at(0));
    TokenScores[] rows = new TokenScores[size.beam()];
    Arrays.fill(rows, scores.at(1));
    for (int i = 1; i < rows.length; i++) {
      text.copyRow(row, row + i, prompt.length);
    }
    seat.current().advance(rows);
  }

  /** Halves the windows when they cannot be computed together, down to the one that cannot. */
  private void step(int from, int to, List<Failure> failures) {
    if (from == to) {
      return;
    }
    try {
      compute(from, to);
    } catch (OrtException | OutOfMemoryError e) {
      if (to - from == 1) {
        failures.add(new Failure(seat(from), e));
        return;
      }
      int middle = (from + to) / 2;
      together = Math.min(together, to - middle);
      step(from, middle, failures);
      step(middle, to, failures);
      return;
    }
    for (int at = from; at < to; at++) {
      try {
        advance(seat(at), at, (at - from) * size.beam());
      } catch (IllegalStateException e) {
        failures.add(new Failure(seat(at), e));
      }
    }
  }

  private void compute(int from, int to) throws OrtException {
    int rows = (to - from) * size.beam();
    int[][] tokens = new int[rows][1];
    int[] places = new int[rows];
    for (int i = 0; i < rows; i++) {
      Seat seat = seat(from + i / size.beam());
      tokens[i][0] = seat.current().last(i % size.beam());
      places[i] = seat.place();
    }
    int first = from * size.beam();
    network.step(tokens, places, new int[1], sound, from, to - from, text, first, scores);
  }

  private void advance(Seat seat, int at, int scoresRow) {
    TokenScores[] rows = new TokenScores[size.beam()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = scores.at(scoresRow + i);
    }
    int tokens = seat.place() + 1;
    for (Search.Move move : seat.current().advance(rows)) {
      int first = at * size.beam();
      text.copyRow(first + move.from(), first + move.to(), tokens);
    }
  }

  /** Closes gaps, since a step computes neighbours. */
  private void compact() {
    int free = 0;
    for (int at = 0; at < seats.length; at++) {
      Seat seat = seats[at];
      if (seat == null) {
        continue;
      }
      if (at > free) {
        sound.copyRow(sound, at, free);
        for (int i = 0; i < size.beam(); i++) {
          text.copyRow(at * size.beam() + i, free * size.beam() + i, seat.place());
        }
        seats[free] = seat;
        seats[at] = null;
      }
      free++;
    }
  }

  private Seat seat(int at) {
    Seat seat = seats[at];
    if (seat == null) {
      throw new IllegalStateException("nobody has seat " + at);
    }
    return seat;
  }
}
