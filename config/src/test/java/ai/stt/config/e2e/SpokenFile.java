package ai.stt.config.e2e;

import ai.stt.inference.media.FfmpegMediaDecoder;
import ai.stt.inference.media.MediaSettings;
import ai.stt.speech.audio.PcmChunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** A recording as programs without a decoder take it. */
final class SpokenFile {
  private SpokenFile() {}

  /**
   * Writes {@code jfk.raw}, s16le at 16 kHz, and {@code jfk.wav} with a second of silence behind.
   */
  static void write(Path media, Path folder) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var decoder = new FfmpegMediaDecoder(MediaSettings.DEFAULT, folder.resolve("javacpp"));
        var audio = decoder.open(media)) {
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        for (float sample : chunk.samples()) {
          int value = Math.clamp(Math.round(sample * 32767), -32768, 32767);
          bytes.write(value);
          bytes.write(value >> 8);
        }
      }
    }
    Files.write(folder.resolve("jfk.raw"), bytes.toByteArray());
    bytes.writeBytes(new byte[2 * PcmChunk.SAMPLE_RATE_HZ]);
    byte[] all = bytes.toByteArray();
    var format = new AudioFormat(PcmChunk.SAMPLE_RATE_HZ, 16, 1, true, false);
    try (var wav = new AudioInputStream(new ByteArrayInputStream(all), format, all.length / 2)) {
      AudioSystem.write(wav, AudioFileFormat.Type.WAVE, folder.resolve("jfk.wav").toFile());
    }
  }
}
