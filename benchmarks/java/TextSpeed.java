import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.natives.NativeLibraries;
import ai.stt.inference.engine.llama.LlamaCppEngine;
import ai.stt.inference.engine.llama.LlamaLibrary;
import ai.stt.inference.engine.llama.LlamaSettings;
import ai.stt.plugin.engine.LlamaRequest;
import ai.stt.plugin.engine.LlamaWeights;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Writes with the engine. Arguments: home, GGUF file, threads. For each line {@code CALLERS TOKENS
 * PROMPT} of standard input, the tokens a second of so many callers at once, each with its own
 * prompt of PROMPT with a number in front. For each line {@code leave PROMPT}, the milliseconds from
 * when a caller leaves whose prompt is being read until another one has got a token.
 */
final class TextSpeed {
  private TextSpeed() {}

  public static void main(String[] arguments) throws Exception {
    Path library = new NativeLibraries(Path.of(arguments[0])).ensure("llama.cpp", FetchListener.none());
    var settings = new LlamaSettings(Integer.parseInt(arguments[2]), false, 16_384, 16, 64);
    var engine = new LlamaCppEngine(LlamaLibrary.load(library), settings);
    try (LlamaWeights weights = engine.load(Path.of(arguments[1]));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      int asked = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split("\t");
        if (words[0].equals("leave")) {
          System.out.println(leave(weights, words[1], ++asked));
          continue;
        }
        System.out.println(speed(weights, Integer.parseInt(words[0]), Integer.parseInt(words[1]), words[2], ++asked));
      }
    }
  }

  private static String leave(LlamaWeights weights, String prompt, int round) throws Exception {
    int[] own = weights.tokens("Number " + round + ": " + prompt, false);
    var request = new LlamaRequest(own, 1, 0, 1, 1, 1, 0, null, false);
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    weights.run(request, piece -> true);
                  } catch (InterruptedException e) {
                    // as it should
                  }
                });
    Thread.sleep(100 + 37L * (round % 10)); // somewhere in the prompt
    int[] next = weights.tokens("Round " + round, false);
    long start = System.nanoTime();
    caller.interrupt();
    weights.run(new LlamaRequest(next, 1, 0, 1, 1, 1, 0, null, false), piece -> true);
    double millis = (System.nanoTime() - start) / 1e6;
    caller.join();
    return "%.1f".formatted(millis);
  }

  private static String speed(LlamaWeights weights, int callers, int tokens, String prompt, int round)
      throws Exception {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int[] own = weights.tokens("Number " + round + "-" + i + ": " + prompt, false);
      var request = new LlamaRequest(own, tokens, 0, 1, 1, 1, 0, null, false);
      calls.add(
          () -> tokens == 1
                  ? weights.run(request, piece -> true).promptTokens()
                  : weights.run(request, piece -> true).tokens());
    }
    try (var pool = Executors.newFixedThreadPool(callers)) {
      long start = System.nanoTime();
      int done = 0;
      for (var future : pool.invokeAll(calls)) {
        done += future.get();
      }
      return "%.1f".formatted(done / ((System.nanoTime() - start) / 1e9));
    }
  }
}
