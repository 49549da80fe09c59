package ai.stt.config.e2e;

import ai.stt.inference.media.FfmpegMediaDecoder;
import ai.stt.inference.media.MediaSettings;
import ai.stt.speech.audio.PcmChunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** A recording as programs without a decoder take it. */
final class SpokenFile {
  private SpokenFile() {}

  /**
   * Writes {@code jfk.raw}, s16le at 16 kHz, {@code jfk.wav} with a second of silence behind, and
   * {@code two.raw}, in which a smaller person says the same again.
   */
  static void write(Path media, Path folder) throws Exception {
    float[] spoken = read(media, folder);
    Files.write(folder.resolve("jfk.raw"), bytes(spoken));
    float[] silence = new float[PcmChunk.SAMPLE_RATE_HZ];
    Files.write(folder.resolve("two.raw"), bytes(spoken, silence, higher(spoken, 1.35), silence));
    writeWav(folder.resolve("jfk.wav"), bytes(spoken, silence));
  }

  /** Writes a WAV of one line with a call of two: what {@code two.raw} holds. */
  static Path writeCall(Path media, Path folder) throws Exception {
    float[] spoken = read(media, folder);
    float[] silence = new float[PcmChunk.SAMPLE_RATE_HZ];
    Path wav = folder.resolve("call.wav");
    writeWav(wav, bytes(spoken, silence, higher(spoken, 1.35), silence));
    return wav;
  }

  /** Writes a WAV with a line on each side: the second voice begins six seconds after the first. */
  static Path writeTwoLines(Path media, Path folder) throws Exception {
    float[] left = read(media, folder);
    float[] other = higher(left, 1.35);
    float[] both =
        new float[2 * (6 * PcmChunk.SAMPLE_RATE_HZ + Math.max(left.length, other.length))];
    for (int i = 0; i < left.length; i++) {
      both[2 * i] = left[i];
    }
    for (int i = 0; i < other.length; i++) {
      both[2 * (i + 6 * PcmChunk.SAMPLE_RATE_HZ) + 1] = other[i];
    }
    Path wav = folder.resolve("two-lines.wav");
    writeWav(wav, bytes(both), 2);
    return wav;
  }

  /** Writes a WAV in which the same is said so many times without a pause. */
  static Path writeInARow(Path media, Path folder, int times) throws Exception {
    float[][] all = new float[times][];
    Arrays.fill(all, read(media, folder));
    Path wav = folder.resolve("in-a-row.wav");
    writeWav(wav, bytes(all));
    return wav;
  }

  /** Writes a WAV of its first seconds. */
  static Path writeStart(Path media, Path folder, int seconds) throws Exception {
    Path wav = folder.resolve("start.wav");
    writeWav(wav, bytes(Arrays.copyOf(read(media, folder), seconds * PcmChunk.SAMPLE_RATE_HZ)));
    return wav;
  }

  private static void writeWav(Path file, byte[] samples) throws IOException {
    writeWav(file, samples, 1);
  }

  private static void writeWav(Path file, byte[] samples, int channels) throws IOException {
    var format = new AudioFormat(PcmChunk.SAMPLE_RATE_HZ, 16, channels, true, false);
    var bytes = new ByteArrayInputStream(samples);
    try (var wav = new AudioInputStream(bytes, format, samples.length / 2 / channels)) {
      AudioSystem.write(wav, AudioFileFormat.Type.WAVE, file.toFile());
    }
  }

  private static float[] read(Path media, Path folder) throws Exception {
    float[] all = new float[0];
    try (var decoder = new FfmpegMediaDecoder(MediaSettings.DEFAULT, folder.resolve("javacpp"));
        var audio = decoder.open(media)) {
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        int end = all.length;
        all = Arrays.copyOf(all, end + chunk.samples().length);
        System.arraycopy(chunk.samples(), 0, all, end, chunk.samples().length);
      }
    }
    return all;
  }

  /** Played faster. */
  private static float[] higher(float[] samples, double factor) {
    float[] higher = new float[(int) ((samples.length - 1) / factor)];
    for (int i = 0; i < higher.length; i++) {
      int before = (int) (i * factor);
      float share = (float) (i * factor - before);
      higher[i] = samples[before] + share * (samples[before + 1] - samples[before]);
    }
    return higher;
  }

  private static byte[] bytes(float[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (float[] part : parts) {
      for (float sample : part) {
        int value = Math.clamp(Math.round(sample * 32767), -32768, 32767);
        bytes.write(value);
        bytes.write(value >> 8);
      }
    }
    return bytes.toByteArray();
  }
}
