import ai.stt.app.scheduling.FairTags;
import ai.stt.app.scheduling.PlaceWork.Decision;
import ai.stt.app.scheduling.WaitingWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/** Devices on which a trace is replayed under a policy that decides every 50 ms. */
final class Cluster {
  private static final double TICK = 0.05;
  private static final double LOAD_BYTES_A_SECOND = 1.5e9;

  private final Policy policy;
  private final ToLongFunction<String> modelBytes;
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final Map<Long, Work> works = new HashMap<>();
  private final Map<Long, WaitingWork> waiting = new LinkedHashMap<>();
  private final FairTags tags = new FairTags();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::at));
  private final Outcome outcome = new Outcome();

  /** What happens at a time, in seconds. */
  private record Event(double at, Runnable action) {}

  Cluster(int count, long memoryBytes, int places, ToLongFunction<String> bytes, Policy policy) {
    this.policy = policy;
    this.modelBytes = bytes;
    for (int i = 0; i < count; i++) {
      devices.put("d" + i, new Device("d" + i, memoryBytes, places));
    }
    outcome.places = count * places;
  }

  Outcome replay(List<Work> trace) {
    long id = 0;
    for (Work work : trace) {
      long number = id++;
      works.put(number, work);
      events.add(new Event(work.at(), () -> arrive(number, work)));
    }
    outcome.horizon = trace.getLast().at();
    double now = 0;
    while (!events.isEmpty()) {
      now = Math.max(now + TICK, events.peek().at());
      while (!events.isEmpty() && events.peek().at() <= now) {
        events.poll().action().run();
      }
      decide(now);
    }
    if (!waiting.isEmpty()) {
      throw new IllegalStateException(waiting.size() + " never ran");
    }
    return outcome;
  }

  private void arrive(long id, Work work) {
    double tag = tags.tag(work.owner(), work.seconds());
    waiting.put(
        id, new WaitingWork(id, work.priority(), work.model(), tag, instant(work.at())));
  }

  private void decide(double now) {
    if (waiting.isEmpty()) {
      return;
    }
    List<ai.stt.app.scheduling.DeviceLoad> seen = new ArrayList<>(devices.size());
    devices.values().forEach(device -> seen.add(device.look()));
    long began = System.nanoTime();
    List<Decision> decisions = policy.plan(seen, waiting.values(), instant(now));
    outcome.decided(System.nanoTime() - began);
    for (Decision decision : decisions) {
      switch (decision) {
        case Decision.Start(WaitingWork work, String at) -> start(work, devices.get(at), now);
        case Decision.Load(String model, String at, List<String> evicted) -> {
          Device device = devices.get(at);
          long bytes = modelBytes.applyAsLong(model);
          device.load(model, bytes, evicted, instant(now));
          outcome.loads++;
          double ready = now + 0.5 + bytes / LOAD_BYTES_A_SECOND;
          events.add(new Event(ready, () -> device.loaded(model, instant(ready))));
        }
      }
    }
  }

  private void start(WaitingWork chosen, Device device, double now) {
    Work work = works.get(chosen.id());
    waiting.remove(chosen.id());
    tags.started(chosen.tag());
    device.start(work.model());
    double end = now + work.seconds();
    outcome.started(work, now);
    events.add(new Event(end, () -> device.finish(work.model(), instant(end))));
  }

  private static Instant instant(double seconds) {
    return Instant.EPOCH.plus(Duration.ofNanos((long) (seconds * 1e9)));
  }
}
