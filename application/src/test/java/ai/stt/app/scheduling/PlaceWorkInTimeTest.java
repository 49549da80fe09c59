package ai.stt.app.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.scheduling.PlaceWork.Decision;
import ai.stt.app.scheduling.PlanMemory.Resident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What becomes of work when one plan follows the other; each is checked as a plan of its own, too.
 */
class PlaceWorkInTimeTest {
  /** Plans one after the other, of work that comes, runs and ends; a second at a time. */
  private static final class Days {
    private final List<WaitingWork> waiting = new ArrayList<>();
    private final Map<Long, Long> seconds = new HashMap<>();
    private final Map<String, Map<Long, WaitingWork>> running = new HashMap<>();
    private final Map<String, Map<String, Instant>> loaded = new HashMap<>();
    private final Map<String, Map<String, Instant>> loading = new HashMap<>();
    private final Map<Long, Instant> ends = new HashMap<>();
    private final FairTags tags = new FairTags();
    private final int devices;
    private Instant now = PlaceWorkTest.NOW;
    private Duration longest = Duration.ZERO;
    private long arrivals;

    Days(int devices) {
      this.devices = devices;
      for (int i = 0; i < devices; i++) {
        running.put("g" + i, new HashMap<>());
        loaded.put("g" + i, new HashMap<>());
        loading.put("g" + i, new HashMap<>());
      }
    }

    void arrive(Priority priority, String owner, String model, long takes) {
      seconds.put(arrivals, takes);
      double tag = tags.tag(owner, (double) takes);
      waiting.add(new WaitingWork(arrivals++, priority, model, tag, now));
    }

    void second() {
      running.forEach(
          (device, works) ->
              works
                  .entrySet()
                  .removeIf(
                      each -> {
                        boolean over = !ends.getOrDefault(each.getKey(), now).isAfter(now);
                        if (over) {
                          loaded.getOrDefault(device, Map.of()).put(each.getValue().model(), now);
                        }
                        return over;
                      }));
      loading.forEach(
          (device, models) ->
              models
                  .entrySet()
                  .removeIf(
                      each -> {
                        boolean over = !each.getValue().isAfter(now);
                        if (over) {
                          loaded.getOrDefault(device, Map.of()).put(each.getKey(), now);
                        }
                        return over;
                      }));
      List<DeviceLoad> seen = new ArrayList<>();
      for (int i = 0; i < devices; i++) {
        seen.add(look("g" + i));
      }
      List<WaitingWork> left = new ArrayList<>(waiting);
      List<Decision> plan = PlaceWorkTest.POLICY.plan(seen, waiting, now);
      seen.forEach(device -> PlaceWorkTest.applied(device, plan, left));
      plan.forEach(this::obey);
      now = now.plusSeconds(1);
    }

    private DeviceLoad look(String id) {
      List<Resident<String>> here = new ArrayList<>();
      List<Resident<String>> coming = new ArrayList<>();
      Map<Long, WaitingWork> works = running.getOrDefault(id, Map.of());
      loaded
          .getOrDefault(id, Map.of())
          .forEach(
              (model, usedAt) -> {
                boolean busy = works.values().stream().anyMatch(w -> w.model().equals(model));
                here.add(new Resident<>(model, bytes(model), busy, false, usedAt));
              });
      loading
          .getOrDefault(id, Map.of())
          .forEach((model, at) -> coming.add(new Resident<>(model, bytes(model), true, false, at)));
      return new DeviceLoad(id, 10, 2, works.size(), here, coming);
    }

    private void obey(Decision decision) {
      switch (decision) {
        case Decision.Start(WaitingWork work, String device) -> {
          waiting.remove(work);
          tags.started(work.tag());
          running.getOrDefault(device, Map.of()).put(work.id(), work);
          ends.put(work.id(), now.plusSeconds(seconds.getOrDefault(work.id(), 1L)));
          Duration waited = Duration.between(work.since(), now);
          longest = waited.compareTo(longest) > 0 ? waited : longest;
        }
        case Decision.Load(String model, String device, List<String> evicted) -> {
          loaded.getOrDefault(device, Map.of()).keySet().removeAll(evicted);
          loading.getOrDefault(device, Map.of()).put(model, now.plusSeconds(3));
        }
      }
    }

    private static long bytes(String model) {
      return PlaceWorkTest.BYTES.getOrDefault(model, 0L);
    }
  }

  @Test
  void aLargeModelHasItsTurnBesideASmallOneThatIsNeverIdle() {
    var days = new Days(1);
    for (int second = 0; second < 600; second++) {
      if (second % 5 == 0) {
        days.arrive(Priority.INTERACTIVE, "owner" + second, "a", 8);
      }
      if (second % 100 == 20) {
        days.arrive(Priority.BATCH, "patient", "c", 5);
      }
      days.second();
    }
    assertThat(days.longest).isLessThan(PlaceWorkTest.AGING.multipliedBy(6));
    assertThat(days.waiting).extracting(WaitingWork::model).doesNotContain("c");
  }

  /** At four fifths of what the devices could do without changing models. */
  @Test
  void nothingWaitsForEverWhateverComesInWhateverOrder() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      var days = new Days(random.nextInt(1, 4));
      int busy = random.nextInt(1, 5);
      for (int second = 0; second < 1500; second++) {
        if (second < 900 && random.nextInt(12) < days.devices) {
          Priority priority = PlaceWorkTest.PRIORITIES.get(random.nextInt(3));
          String model = random.nextInt(busy + 1) > 0 ? "a" : random.nextBoolean() ? "b" : "c";
          days.arrive(priority, "owner" + random.nextInt(6), model, random.nextInt(1, 20));
        }
        days.second();
      }
      assertThat(days.waiting).as("seed " + seed).isEmpty();
      assertThat(days.longest).as("seed " + seed).isLessThan(Duration.ofMinutes(8));
    }
  }
}
