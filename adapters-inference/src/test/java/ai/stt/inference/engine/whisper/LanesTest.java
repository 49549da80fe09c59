package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.inference.engine.whisper.search.TokenRules;
import ai.stt.inference.engine.whisper.text.Tokens;
import ai.stt.plugin.engine.WhisperRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which seats there are within a budget, and when the memory ends before it does. */
final class LanesTest {
  private static final Lane.Size SHORT = new Lane.Size(false, 375, 1, 227);
  private static final Lane.Size LONG = new Lane.Size(false, 1500, 1, 227);

  @TempDir private static Path folder;
  private static Network network;
  private static WhisperModel model;

  @BeforeAll
  static void open() throws Exception {
    Path weights = new SmallWhisper().write(folder.resolve("small.bin"));
    model = WhisperModel.open(weights);
    var cache = new GraphCache(folder.resolve("cache"));
    network = new Network(model, cache.graphs(model, weights, Precision.INT8), 1);
  }

  @AfterAll
  static void close() {
    network.close();
    model.close();
  }

  @Test
  void theSeatsOfALaneFitHalfTheBudgetAndOneIsMadeInAnyCase() {
    long seat = LONG.seatBytes(network.shape(), Precision.INT8);

    assertThat(new Lanes(network, 10 * seat).seats(LONG)).isEqualTo(5);
    assertThat(new Lanes(network, 1).seats(LONG)).isEqualTo(1);
    assertThat(new Lanes(network, 1000 * seat).seats(LONG)).isEqualTo(16);
    Lane.Size live = new Lane.Size(true, 1500, 1, 227);
    assertThat(new Lanes(network, 1000 * seat).seats(live)).isEqualTo(4);
  }

  @Test
  void aLaneThatIsInTheWayTakesNobodyMoreAndMakesRoomWhenItIsEmpty() throws Exception {
    var lanes = new Lanes(network, 2 * LONG.seatBytes(network.shape(), Precision.INT8));
    Lane longer = Objects.requireNonNull(lanes.laneFor(LONG));
    Seat seat = sit(longer);

    assertThat(lanes.laneFor(new Lane.Size(false, 1500, 2, 227))).isNull();
    lanes.settle(true);
    longer.leave(seat);
    Lane.Size wide = new Lane.Size(false, 1500, 2, 227);
    assertThat(Objects.requireNonNull(lanes.laneFor(wide)).size()).isEqualTo(wide);
    assertThat(lanes.all()).hasSize(1);
    lanes.close();
  }

  @Test
  void theSeatsAreHalvedUntilThereIsMemoryForThem() {
    var lanes = new PoorLanes(3);

    lanes.laneFor(LONG);
    assertThat(lanes.made).containsExactly(2);
    assertThat(lanes.seats(SHORT)).as("from then on no lane has more").isEqualTo(2);
    lanes.close();
  }

  @Test
  void emptyLanesMakeRoomWhereThereIsNoMemoryForASingleSeat() {
    var lanes = new PoorLanes(16);
    lanes.laneFor(LONG);
    lanes.memory = 0;
    assertThat(lanes.made).containsExactly(16);
    lanes.memoryOfOthers = 1;

    assertThat(Objects.requireNonNull(lanes.laneFor(SHORT)).size()).isEqualTo(SHORT);
    assertThat(lanes.all()).hasSize(1);
    lanes.close();
  }

  @Test
  void whereNothingHelpsTheWindowIsAnErrorAndNobodyWaitsForEver() {
    var lanes = new PoorLanes(0);

    assertThatThrownBy(() -> lanes.laneFor(LONG)).isInstanceOf(OutOfMemoryError.class);
  }

  private static Seat sit(Lane lane) throws OrtException {
    var tokens = new Tokens(network.shape().vocabulary());
    var request = new WhisperRequest("en", null, true, 1, 0, 2.4f, 2.4f, -99, 1);
    int[] command = tokens.command("en");
    int frames = 100;
    float[] mel = new float[80 * 2 * 1500];
    var outcome = new CompletableFuture<Job.Outcome>();
    var job = new Job("me", false, mel, 1500, frames, command, 0, request, null, outcome);
    var seat = new Seat(job, tokens, new TokenRules(tokens), model.vocabulary(), 5);
    lane.admit(seat);
    return seat;
  }

  /** Lanes where memory ends. */
  private static final class PoorLanes extends Lanes {
    final List<Integer> made = new ArrayList<>();
    int memory;
    int memoryOfOthers;

    PoorLanes(int memory) {
      super(network, 1L << 40);
      this.memory = memory;
    }

    @Override
    Lane make(Lane.Size size, int seats) {
      if (all().isEmpty() && !made.isEmpty()) { // the others have been closed
        memory = memoryOfOthers;
      }
      if (seats > memory) {
        throw new OutOfMemoryError("poor");
      }
      made.add(seats);
      return super.make(size, seats);
    }
  }
}
