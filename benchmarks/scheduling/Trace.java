import ai.stt.app.scheduling.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Arrivals, read or made up. */
final class Trace {
  static final int MODELS = 12;

  /** Who sends the burst. */
  static final String GREEDY = "greedy";

  private static final double MINUTES = 10;
  private static final double MEAN_SECONDS = 8;

  private Trace() {}

  static List<Work> read(Path file) throws IOException {
    List<Work> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#") || line.startsWith("second")) {
        continue;
      }
      String[] part = line.split(",");
      all.add(
          new Work(
              Double.parseDouble(part[0]),
              part[1].strip(),
              Priority.valueOf(part[2].strip().toUpperCase(Locale.ROOT)),
              part[3].strip(),
              Double.parseDouble(part[4])));
    }
    all.sort(Comparator.comparingDouble(Work::at));
    return all;
  }

  /**
   * Ten minutes of Poisson arrivals that ask for so much of the places; in the third and fourth
   * minute one owner adds as much again in batch work. Models are wanted by Zipf's law.
   *
   * @param places of all devices
   * @param load what is asked for without the burst, 1 for all places all the time
   */
  static List<Work> made(int places, double load, long seed) {
    var random = new SplittableRandom(seed);
    List<Work> all = new ArrayList<>();
    double rate = load * places / MEAN_SECONDS;
    int owners = Math.max(20, places);
    for (double at = pause(random, rate); at < MINUTES * 60; at += pause(random, rate)) {
      double dice = random.nextDouble();
      Priority priority =
          dice < 0.2 ? Priority.LIVE : dice < 0.6 ? Priority.INTERACTIVE : Priority.BATCH;
      all.add(
          new Work(at, "owner" + random.nextInt(owners), priority, model(random), time(random)));
    }
    for (double at = 120 + pause(random, rate); at < 240; at += pause(random, rate)) {
      all.add(new Work(at, GREEDY, Priority.BATCH, model(random), time(random)));
    }
    all.sort(Comparator.comparingDouble(Work::at));
    return all;
  }

  private static double pause(SplittableRandom random, double rate) {
    return -Math.log(1 - random.nextDouble()) / rate;
  }

  /** Log-normal, as recordings are. */
  private static double time(SplittableRandom random) {
    double sigma = 0.8;
    double gauss = random.nextGaussian();
    return Math.max(0.2, MEAN_SECONDS * Math.exp(sigma * gauss - sigma * sigma / 2));
  }

  private static String model(SplittableRandom random) {
    double sum = 0;
    for (int i = 1; i <= MODELS; i++) {
      sum += 1.0 / i;
    }
    double dice = random.nextDouble() * sum;
    for (int i = 1; i < MODELS; i++) {
      dice -= 1.0 / i;
      if (dice < 0) {
        return "model" + i;
      }
    }
    return "model" + MODELS;
  }
}
