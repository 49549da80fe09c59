import ai.stt.app.chat.CutPassages;
import ai.stt.app.chat.FindPassages;
import ai.stt.app.chat.FindPassages.Found;
import ai.stt.app.chat.Passage;
import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelRegistry;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.plugin.Capability;
import ai.stt.plugin.embedding.Embedder;
import ai.stt.speech.transcript.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How often a passage that answers is among the first five. Arguments: a settings file, a model's
 * id, a folder of conversations ({@code *.txt}, a turn a line) with {@code questions.tsv}: question,
 * TAB, words of the passage that answers it. Prints passages, questions, and those found by words,
 * by meaning and by both; how many of those are on every second line; then the passages of ten hours, and the milliseconds that it takes to
 * compare their vectors and to search them. Those that were not found by both go to standard error.
 */
final class Retrieval {
  private static final int FIRST = 5;
  private static final double CHARACTERS_A_SECOND = 15;
  private static final double TEN_HOURS = 36_000;
  private static final int RUNS = 41;

  private Retrieval() {}

  public static void main(String[] args) throws Exception {
    Home home = Home.ofProcess();
    var settings = SettingsLoader.read(home, Path.of(args[0]), "benchmark").settings();
    Path folder = Path.of(args[2]);
    List<String> turns = turns(folder);
    List<Passage> passages = CutPassages.of(segments(turns));
    try (Program program = Program.assemble(home, settings, Role.VISITOR);
        Lease<Embedder> lease = program.get(ModelRegistry.class).lease(Capability.EMBEDDING, args[1])) {
      float[][] vectors = lease.model().embed(passages.stream().map(Passage::text).toList());
      int[] found = new int[6];
      List<String> questions = Files.readAllLines(folder.resolve("questions.tsv"));
      float[] asked = new float[0];
      for (int i = 0; i < questions.size(); i++) {
        String[] parts = questions.get(i).split("\t");
        boolean second = i % 2 == 1;
        asked = lease.model().embed(List.of(parts[0]))[0];
        double[] alike = alike(vectors, asked);
        count(0, second, best(passages, parts[0], new double[0]), parts[1], found);
        count(1, second, byMeaning(passages, alike), parts[1], found);
        if (!count(2, second, best(passages, parts[0], alike), parts[1], found)) {
          System.err.println(parts[0]);
        }
      }
      String speed = speed(turns, vectors, asked);
      System.out.println(
          passages.size()
              + "\t"
              + questions.size()
              + "\t"
              + Arrays.stream(found).mapToObj(Integer::toString).collect(Collectors.joining("\t"))
              + "\t"
              + speed);
    }
  }

  private static List<String> turns(Path folder) throws IOException {
    List<String> turns = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".txt")).sorted().toList()) {
        turns.addAll(Files.readAllLines(file));
      }
    }
    return turns;
  }

  private static List<StoredSegment> segments(List<String> turns) {
    List<StoredSegment> segments = new ArrayList<>();
    double at = 0;
    for (String turn : turns) {
      int colon = turn.indexOf(": ");
      String text = turn.substring(colon + 2);
      double end = at + text.length() / CHARACTERS_A_SECOND;
      var segment = new Segment(at, end, text, 1, List.of(), turn.substring(0, colon));
      segments.add(new StoredSegment(segments.size(), segments.size(), segment));
      at = end;
    }
    return segments;
  }

  private static double[] alike(float[][] vectors, float[] asked) {
    return Arrays.stream(vectors).mapToDouble(each -> FindPassages.dot(each, asked)).toArray();
  }

  private static List<Passage> best(List<Passage> passages, String question, double[] alike) {
    return FindPassages.best(FindPassages.all(passages, question, alike), FIRST).stream().map(Found::passage).toList();
  }

  private static List<Passage> byMeaning(List<Passage> passages, double[] alike) {
    return IntStream.range(0, alike.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> alike[i]).reversed())
        .limit(FIRST)
        .map(passages::get)
        .toList();
  }

  private static boolean count(int way, boolean second, List<Passage> hits, String words, int[] found) {
    boolean there = hits.stream().anyMatch(hit -> hit.text().contains(words));
    found[way] += there ? 1 : 0;
    found[3 + way] += there && second ? 1 : 0;
    return there;
  }

  private static String speed(List<String> turns, float[][] vectors, float[] asked) {
    List<String> many = new ArrayList<>();
    double seconds = 0;
    for (int i = 0; seconds < TEN_HOURS; i++) {
      many.add(turns.get(i % turns.size()) + " " + i);
      seconds += many.getLast().length() / CHARACTERS_A_SECOND;
    }
    List<Passage> passages = CutPassages.of(segments(many));
    float[][] all = IntStream.range(0, passages.size()).mapToObj(i -> vectors[i % vectors.length].clone()).toArray(float[][]::new);
    double[] compare = new double[RUNS];
    double[] search = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      double[] alike = alike(all, asked);
      long compared = System.nanoTime();
      var found = FindPassages.best(FindPassages.all(passages, "Who found water in the cabinet " + i + "?", alike), FIRST);
      search[i] = (System.nanoTime() - compared) / 1e6 + found.size() * 0;
      compare[i] = (compared - start) / 1e6;
    }
    Arrays.sort(compare);
    Arrays.sort(search);
    return "%d\t%.2f\t%.1f".formatted(passages.size(), compare[RUNS / 2], search[RUNS / 2]);
  }
}
