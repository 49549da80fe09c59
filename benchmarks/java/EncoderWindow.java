import ai.stt.inference.engine.whisper.WhisperOnnxEngine;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWeights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

/**
 * How long the engine listens to a window of 30 seconds, which a stream may have to wait for beside
 * a recording: spectrogram, encoder and one step, as for telling the language. Arguments: the folder
 * of the graphs, the weights, the threads. Answers each line with the seconds of one window.
 */
final class EncoderWindow {
  private EncoderWindow() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var engine =
        new WhisperOnnxEngine(
            Path.of(args[0]), Integer.parseInt(args[2]), Precision.INT8, true);
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (WhisperWeights weights = engine.load(Path.of(args[1]));
        WhisperSession session = weights.open()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var random = new Random(1);
        float[] window = new float[WhisperSession.WINDOW_SAMPLES];
        for (int i = 0; i < window.length; i++) {
          window[i] = 0.05f * (float) random.nextGaussian();
        }
        long began = System.nanoTime();
        session.detectLanguage(window, () -> false);
        System.out.println((System.nanoTime() - began) / 1e9);
      }
    }
  }
}
