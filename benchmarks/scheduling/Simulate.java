import ai.stt.app.scheduling.PlaceWork;
import ai.stt.app.scheduling.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Replays arrivals on simulated devices and prints how our policy does beside first come, first served. */
public final class Simulate {
  private static final long GB = 1_000_000_000;
  private static final int PLACES = 2;
  private static final double LOAD = 0.7;
  private static final Duration AGING = Duration.ofSeconds(30);

  private Simulate() {}

  public static void main(String[] arguments) throws Exception {
    List<Integer> counts = new ArrayList<>();
    Path trace = null;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--trace")) {
        trace = Path.of(arguments[++i]);
      } else {
        counts.add(Integer.parseInt(arguments[i]));
      }
    }
    if (counts.isEmpty()) {
      counts.addAll(List.of(1, 10, 100, 1000));
    }
    System.out.println(
        "| devices | work | policy | utilisation | live p50 / p99 s | interactive p50 / p99 s |"
            + " batch p50 / p99 s | batch of others p50 / p99 s | fairness | loads | µs a decision |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    ToLongFunction<String> bytes = Simulate::bytes;
    for (int count : counts) {
      List<Work> works =
          trace == null ? Trace.made(count * PLACES, LOAD, 20261122) : Trace.read(trace);
      print(count, works, "first come", new FirstCome(bytes));
      print(count, works, "ours", new PlaceWork(bytes, AGING)::plan);
    }
  }

  private static void print(int devices, List<Work> works, String name, Policy policy) {
    Outcome outcome =
        new Cluster(devices, 24 * GB, PLACES, Simulate::bytes, policy).replay(works);
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %s | %.0f %% | %s | %s | %s | %.1f / %.1f | %.3f | %d | %.0f |%n",
        devices,
        works.size(),
        name,
        100 * outcome.utilisation(),
        waits(outcome, Priority.LIVE),
        waits(outcome, Priority.INTERACTIVE),
        waits(outcome, Priority.BATCH),
        outcome.othersBatchWait(0.5),
        outcome.othersBatchWait(0.99),
        outcome.fairness(),
        outcome.loads,
        outcome.microsADecision());
  }

  private static String waits(Outcome outcome, Priority priority) {
    return String.format(
        Locale.ROOT, "%.1f / %.1f", outcome.wait(priority, 0.5), outcome.wait(priority, 0.99));
  }

  /** From 1 to 10 GB; the models of a trace have the same size at every run. */
  private static long bytes(String model) {
    return GB + Math.floorMod(model.hashCode() * 0x9E3779B9, 10) * GB;
  }
}
