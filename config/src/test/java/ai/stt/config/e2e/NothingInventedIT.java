package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.inference.media.FfmpegMediaDecoder;
import ai.stt.inference.media.MediaSettings;
import ai.stt.speech.audio.PcmChunk;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline, with real models, on sounds in which nobody speaks. */
final class NothingInventedIT {
  private static final int RATE = 16_000;
  private static final double LOUD = Math.pow(10, -12 / 20.0);
  private static final double QUIET = Math.pow(10, -40 / 20.0);

  @TempDir private Path folder = Path.of("");

  @Test
  void whereNobodySpeaksNothingIsWritten() throws Exception {
    for (JsonNode answer : transcribe(sounds(), home(), "base")) {
      assertThat(answer.get("text").asText()).isEmpty();
      assertThat(answer.get("segments")).isEmpty();
    }
  }

  @Test
  void whereNobodySpeaksNothingIsWrittenByQuantisedWeights() throws Exception {
    home();
    Map<String, String> quantised =
        QuantisedWeights.install(folder.resolve("home"), folder.resolve("own"));

    for (JsonNode answer : transcribe(sounds(), quantised, QuantisedWeights.MODEL)) {
      assertThat(answer.get("text").asText()).isEmpty();
      assertThat(answer.get("segments")).isEmpty();
      assertThat(answer.get("language").asText()).isEqualTo("und");
    }
  }

  private List<String> sounds() throws IOException {
    var random = new SplittableRandom(7);
    double[] hum = new double[1];
    Map<String, IntToDoubleFunction> sounds =
        Map.of(
            "silence", at -> 0,
            "noise", at -> QUIET * 2 * (random.nextDouble() - 0.5),
            "loud-noise", at -> LOUD * 2 * (random.nextDouble() - 0.5),
            "tone", at -> LOUD * tone(440, at),
            "chords", at -> LOUD / 3 * chord(at),
            "rumble", at -> hum[0] = 0.995 * hum[0] + 0.02 * (random.nextDouble() - 0.5));
    List<String> files = new ArrayList<>();
    for (var sound : sounds.entrySet()) {
      Path file = folder.resolve(sound.getKey() + ".wav");
      files.add(write(file, 30, sound.getValue()).toString());
    }
    return files;
  }

  @Test
  void aLongSilenceBehindSpeechGetsNoWords() throws Exception {
    List<Double> speech = sample();
    Path file = folder.resolve("speech.wav");
    write(file, 60, at -> at < speech.size() ? speech.get(at) : 0);

    JsonNode answer = transcribe(List.of(file.toString()), home(), "base").getFirst();

    assertThat(answer.get("text").asText())
        .containsIgnoringCase("ask not what your country can do for you")
        .matches("(?i).*ask what you can do for your country\\W*");
    for (JsonNode segment : answer.get("segments")) {
      assertThat(segment.get("end").asDouble()).isLessThan(11.5);
    }
  }

  private Map<String, String> home() throws IOException, InterruptedException {
    return TestHome.in(Files.createDirectory(folder.resolve("home")));
  }

  private List<JsonNode> transcribe(
      List<String> files, Map<String, String> environment, String model) throws Exception {
    Path output = Files.createDirectory(folder.resolve("out"));
    List<String> command = new ArrayList<>(List.of(Shell.STT, "transcribe"));
    command.addAll(files);
    command.addAll(List.of("--model", model, "--format", "json", "--output", output.toString()));
    var result = Shell.run(environment, command.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    List<JsonNode> answers = new ArrayList<>();
    for (String file : files) {
      String name = Path.of(file).getFileName().toString().replace(".wav", ".json");
      answers.add(new JsonMapper().readTree(Files.readString(output.resolve(name))));
    }
    return answers;
  }

  private static double tone(double hertz, int at) {
    return Math.sin(2 * Math.PI * hertz * at / RATE);
  }

  /** A new triad each second, as of an organ, with overtones. */
  private static double chord(int at) {
    double root = 220 * Math.pow(2, (at / RATE * 5) % 12 / 12.0);
    double sum = 0;
    for (double step : new double[] {1, 1.26, 1.498}) {
      sum += tone(root * step, at) + tone(2 * root * step, at) / 2 + tone(3 * root * step, at) / 3;
    }
    return sum / 2;
  }

  private List<Double> sample() throws Exception {
    List<Double> samples = new ArrayList<>();
    try (var decoder = new FfmpegMediaDecoder(MediaSettings.DEFAULT, folder.resolve("ffmpeg"));
        DecodedAudio audio = decoder.open(Shell.SAMPLE)) {
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        for (float sample : chunk.samples()) {
          samples.add((double) sample);
        }
      }
    }
    return samples;
  }

  private static Path write(Path file, int seconds, IntToDoubleFunction sound) throws IOException {
    int samples = seconds * RATE;
    var wave = ByteBuffer.allocate(44 + samples * 2).order(ByteOrder.LITTLE_ENDIAN);
    wave.put(ascii("RIFF")).putInt(36 + samples * 2).put(ascii("WAVEfmt ")).putInt(16);
    wave.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    wave.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(samples * 2);
    for (int i = 0; i < samples; i++) {
      wave.putShort((short) Math.round(Math.clamp(sound.applyAsDouble(i), -1, 1) * 32767));
    }
    return Files.write(file, wave.array());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
