package ai.stt.app.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.scheduling.PlanMemory.Plan;
import ai.stt.app.scheduling.PlanMemory.Resident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlanMemoryTest {
  private static Resident<String> idle(String key, long bytes, long usedAt) {
    return new Resident<>(key, bytes, false, false, Instant.ofEpochSecond(usedAt));
  }

  @Test
  void whatFitsIsLoadedAndNothingLeaves() {
    assertThat(PlanMemory.plan(10, List.of(idle("a", 4, 1)), 6))
        .isEqualTo(new Plan.Load<String>(List.of()));
  }

  @Test
  void theLeastRecentlyUsedLeaveAndNoneInVain() {
    var residents = List.of(idle("new", 2, 9), idle("old", 1, 1), idle("middle", 5, 5));
    assertThat(PlanMemory.plan(8, residents, 1)).isEqualTo(new Plan.Load<>(List.of("old")));
    assertThat(PlanMemory.plan(8, residents, 3)).isEqualTo(new Plan.Load<>(List.of("middle")));
    assertThat(PlanMemory.plan(8, residents, 6))
        .isEqualTo(new Plan.Load<>(List.of("old", "middle")));
  }

  @Test
  void whatIsUsedIsWaitedForAndWhatIsPinnedIsNot() {
    var used = new Resident<>("used", 6, true, false, Instant.EPOCH);
    var pinned = new Resident<>("pinned", 3, false, true, Instant.EPOCH);
    assertThat(PlanMemory.plan(10, List.of(used, pinned), 5)).isEqualTo(new Plan.Wait<>());
    assertThat(PlanMemory.plan(10, List.of(used, pinned), 8)).isEqualTo(new Plan.TooLarge<>(7));
    assertThat(PlanMemory.plan(2, List.of(pinned), 1)).isEqualTo(new Plan.TooLarge<>(0));
  }

  /** Ten thousand random memories: the promises of the class hold in each. */
  @Test
  void thePromisesHoldWhateverIsInMemory() {
    var random = new SplittableRandom(42);
    int loads = 0;
    int waits = 0;
    int refusals = 0;
    for (int round = 0; round < 10_000; round++) {
      List<Resident<Integer>> residents = new ArrayList<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        residents.add(
            new Resident<>(
                i,
                random.nextInt(1, 50),
                random.nextInt(3) == 0,
                random.nextInt(5) == 0,
                Instant.ofEpochSecond(random.nextInt(100))));
      }
      long inMemory = residents.stream().mapToLong(Resident::bytes).sum();
      long capacity = inMemory + random.nextInt(40);
      long wanted = random.nextInt(1, 120);
      switch (PlanMemory.plan(capacity, residents, wanted)) {
        case Plan.Load<Integer>(List<Integer> evicted) -> {
          loads++;
          checkLoad(capacity, residents, wanted, evicted);
        }
        case Plan.Wait<Integer> wait -> {
          waits++;
          assertThat(bytes(residents, r -> !r.busy() && !r.pinned()) + capacity - inMemory)
              .as("it would have fitted")
              .isLessThan(wanted);
          assertThat(capacity - bytes(residents, Resident::pinned)).isGreaterThanOrEqualTo(wanted);
        }
        case Plan.TooLarge<Integer>(long atMost) -> {
          refusals++;
          assertThat(atMost).isEqualTo(capacity - bytes(residents, Resident::pinned));
          assertThat(wanted).isGreaterThan(atMost);
        }
      }
    }
    assertThat(List.of(loads, waits, refusals)).allMatch(count -> count > 500);
  }

  private static void checkLoad(
      long capacity, List<Resident<Integer>> residents, long wanted, List<Integer> evicted) {
    List<Resident<Integer>> gone =
        residents.stream().filter(r -> evicted.contains(r.key())).toList();
    long left = residents.stream().mapToLong(Resident::bytes).sum() - bytes(gone, r -> true);
    assertThat(left + wanted).as("never over memory").isLessThanOrEqualTo(capacity);
    assertThat(gone).noneMatch(Resident::busy).noneMatch(Resident::pinned);
    for (Resident<Integer> each : gone) {
      assertThat(left + wanted + each.bytes()).as("none in vain").isGreaterThan(capacity);
    }
  }

  private static long bytes(
      List<Resident<Integer>> residents, java.util.function.Predicate<Resident<Integer>> wanted) {
    return residents.stream().filter(wanted).mapToLong(Resident::bytes).sum();
  }
}
