package ai.stt.app.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.scheduling.PlaceWork.Decision;
import ai.stt.app.scheduling.PlanMemory.Plan;
import ai.stt.app.scheduling.PlanMemory.Resident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlaceWorkTest {
  static final Duration AGING = Duration.ofSeconds(30);
  static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  static final Map<String, Long> BYTES = Map.of("a", 3L, "b", 5L, "c", 8L, "d", 20L);
  static final List<Priority> PRIORITIES = List.of(Priority.values());
  static final PlaceWork POLICY = new PlaceWork(BYTES::get, AGING);

  private static WaitingWork work(long id, Priority priority, String model, double tag, long ago) {
    return new WaitingWork(id, priority, model, tag, NOW.minusSeconds(ago));
  }

  private static Resident<String> idle(String model) {
    return new Resident<>(
        model, BYTES.getOrDefault(model, 0L), false, false, Instant.ofEpochSecond(1));
  }

  private static DeviceLoad device(int places, int running, Resident<String> loaded) {
    return new DeviceLoad("g", 10, places, running, List.of(loaded), List.of());
  }

  private static List<Long> started(List<Decision> decisions) {
    List<Long> ids = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Start(WaitingWork work, String device)) {
        assertThat(device).isNotEmpty();
        ids.add(work.id());
      }
    }
    return ids;
  }

  @Test
  void liveComesBeforeWhatSomebodyWaitsForAndThatBeforeTheRest() {
    var waiting =
        List.of(
            work(1, Priority.BATCH, "a", 0, 5),
            work(2, Priority.INTERACTIVE, "a", 0, 5),
            work(3, Priority.LIVE, "a", 0, 0));
    assertThat(started(POLICY.plan(List.of(device(2, 0, idle("a"))), waiting, NOW)))
        .containsExactly(3L, 2L);
  }

  @Test
  void whatHasWaitedLongIsUrgentAtLast() {
    var waiting = List.of(work(1, Priority.BATCH, "a", 0, 60), work(2, Priority.LIVE, "a", 0.5, 0));
    assertThat(started(POLICY.plan(List.of(device(1, 0, idle("a"))), waiting, NOW)))
        .containsExactly(1L);
  }

  @Test
  void anOwnerOfMuchWorkDoesNotKeepOthersWaiting() {
    var tags = new FairTags();
    List<WaitingWork> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(work(i, Priority.INTERACTIVE, "a", tags.tag("greedy", 1), 0));
    }
    waiting.add(work(10, Priority.INTERACTIVE, "a", tags.tag("modest", 1), 0));
    waiting.add(work(11, Priority.INTERACTIVE, "a", tags.tag("modest", 1), 0));
    assertThat(started(POLICY.plan(List.of(device(4, 0, idle("a"))), waiting, NOW)))
        .containsExactly(0L, 10L, 1L, 11L);
  }

  @Test
  void oneLoadServesAllThatFindAPlaceThere() {
    var empty = new DeviceLoad("g", 10, 2, 0, List.of(), List.of());
    var other = new DeviceLoad("h", 10, 2, 0, List.of(), List.of());
    var waiting =
        List.of(
            work(1, Priority.BATCH, "b", 0, 0),
            work(2, Priority.BATCH, "b", 0, 0),
            work(3, Priority.BATCH, "b", 0, 0));
    assertThat(POLICY.plan(List.of(empty, other), waiting, NOW))
        .containsExactly(
            new Decision.Load("b", "g", List.of()), new Decision.Load("b", "h", List.of()));
  }

  /** Random devices and queues: the promises of the class hold in each. */
  @Test
  void thePromisesHoldWhateverWaitsAndWhateverTheDevicesHold() {
    var random = new SplittableRandom(7);
    int decided = 0;
    for (int round = 0; round < 5_000; round++) {
      List<DeviceLoad> devices = new ArrayList<>();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        devices.add(randomDevice("d" + i, random));
      }
      List<WaitingWork> waiting = new ArrayList<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        waiting.add(
            work(
                i,
                PRIORITIES.get(random.nextInt(3)),
                List.of("a", "b", "c", "d").get(random.nextInt(4)),
                random.nextInt(5),
                random.nextInt(200)));
      }
      List<Decision> plan = POLICY.plan(devices, waiting, NOW);
      decided += plan.size();
      List<WaitingWork> left = new ArrayList<>(waiting);
      List<DeviceLoad> after = new ArrayList<>();
      for (DeviceLoad device : devices) {
        after.add(applied(device, plan, left));
      }
      checkConserving(after, left);
    }
    assertThat(decided).isGreaterThan(3_000);
  }

  private static DeviceLoad randomDevice(String id, SplittableRandom random) {
    int places = random.nextInt(1, 4);
    int running = random.nextInt(places + 1);
    List<Resident<String>> loaded = new ArrayList<>();
    List<Resident<String>> loading = new ArrayList<>();
    for (String model : List.of("a", "b", "c")) {
      long bytes = BYTES.getOrDefault(model, 0L);
      Instant usedAt = Instant.ofEpochSecond(random.nextInt(100));
      switch (random.nextInt(4)) {
        case 0 ->
            loaded.add(
                new Resident<>(
                    model,
                    bytes,
                    running > 0 && random.nextBoolean(),
                    random.nextInt(4) == 0,
                    usedAt));
        case 1 -> loading.add(new Resident<>(model, bytes, true, false, usedAt));
        default -> {}
      }
    }
    long bytes =
        loaded.stream().mapToLong(Resident::bytes).sum()
            + loading.stream().mapToLong(Resident::bytes).sum();
    return new DeviceLoad(id, bytes + random.nextInt(10), places, running, loaded, loading);
  }

  /** The device after the plan; fails when the plan asks too much of it. */
  static DeviceLoad applied(DeviceLoad device, List<Decision> plan, List<WaitingWork> left) {
    List<Resident<String>> loaded = new ArrayList<>(device.loaded());
    List<Resident<String>> loading = new ArrayList<>(device.loading());
    int running = device.running();
    for (Decision decision : plan) {
      switch (decision) {
        case Decision.Start(WaitingWork work, String at) when at.equals(device.id()) -> {
          running++;
          assertThat(loaded).extracting(Resident::key).contains(work.model());
          assertThat(left.remove(work)).as("started once").isTrue();
          loaded.replaceAll(r -> r.key().equals(work.model()) ? busy(r) : r);
        }
        case Decision.Load(String model, String at, List<String> evicted)
            when at.equals(device.id()) -> {
          for (String each : evicted) {
            assertThat(loaded.removeIf(r -> r.key().equals(each) && !r.busy() && !r.pinned()))
                .as("nothing leaves that is used or pinned")
                .isTrue();
          }
          loading.add(
              new Resident<>(model, BYTES.getOrDefault(model, 0L), true, false, Instant.MAX));
        }
        default -> {}
      }
    }
    assertThat(running).as("never more than it has places").isLessThanOrEqualTo(device.places());
    var after =
        new DeviceLoad(
            device.id(), device.memoryBytes(), device.places(), running, loaded, loading);
    assertThat(bytes(after)).as("never over memory").isLessThanOrEqualTo(device.memoryBytes());
    return after;
  }

  private static Resident<String> busy(Resident<String> resident) {
    return new Resident<>(
        resident.key(), resident.bytes(), true, resident.pinned(), resident.usedAt());
  }

  private static long bytes(DeviceLoad device) {
    return device.loaded().stream().mapToLong(Resident::bytes).sum()
        + device.loading().stream().mapToLong(Resident::bytes).sum();
  }

  /** One device may be kept for work that has waited long. */
  private static void checkConserving(List<DeviceLoad> devices, List<WaitingWork> left) {
    boolean aged =
        left.stream().anyMatch(work -> !NOW.isBefore(work.since().plus(AGING.multipliedBy(4))));
    List<AssertionError> kept = new ArrayList<>();
    for (DeviceLoad each : devices) {
      try {
        checkConserving(each, devices, left);
      } catch (AssertionError e) {
        kept.add(e);
      }
    }
    if (kept.size() > (aged ? 1 : 0)) {
      throw kept.getLast();
    }
  }

  private static void checkConserving(
      DeviceLoad device, List<DeviceLoad> devices, List<WaitingWork> left) {
    if (device.running() == device.places()) {
      return;
    }
    List<Resident<String>> residents = new ArrayList<>(device.loaded());
    residents.addAll(device.loading());
    for (WaitingWork work : left) {
      assertThat(device.loaded())
          .as("nothing waits for a model that a device with a free place has")
          .extracting(Resident::key)
          .doesNotContain(work.model());
      boolean onItsWay =
          devices.stream()
              .flatMap(each -> each.loading().stream())
              .anyMatch(resident -> resident.key().equals(work.model()));
      boolean fits =
          PlanMemory.plan(device.memoryBytes(), residents, BYTES.getOrDefault(work.model(), 0L))
              instanceof Plan.Load<String>;
      assertThat(onItsWay || !fits).as("nor for one that it could load").isTrue();
    }
  }

  @Test
  void nothingStarvesUnderAFloodOfUrgentWorkOfNewOwners() {
    var tags = new FairTags();
    List<WaitingWork> waiting = new ArrayList<>();
    waiting.add(work(0, Priority.BATCH, "a", tags.tag("patient", 1), 0));
    Instant now = NOW;
    long next = 1;
    for (int second = 0; second < 200; second++) {
      for (int i = 0; i < 3; i++) {
        double tag = tags.tag("owner" + next, 1);
        waiting.add(new WaitingWork(next++, Priority.LIVE, "a", tag, now));
      }
      for (Decision decision : POLICY.plan(List.of(device(1, 0, idle("a"))), waiting, now)) {
        if (decision instanceof Decision.Start(WaitingWork work, String device)) {
          assertThat(device).isEqualTo("g");
          waiting.remove(work);
          tags.started(work.tag());
          if (work.id() == 0) {
            assertThat(Duration.between(NOW, now)).isLessThanOrEqualTo(AGING.multipliedBy(2));
            return;
          }
        }
      }
      now = now.plusSeconds(1);
    }
    throw new AssertionError("it starved");
  }
}
