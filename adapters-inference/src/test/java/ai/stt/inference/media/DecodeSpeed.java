package ai.stt.inference.media;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.inference.media.MediaRecipe.Promised;
import ai.stt.speech.audio.PcmChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Prints how fast each promised format is decoded, from the opened file to the last chunk, and the
 * most memory that the child took so far. The first argument is the length in minutes (10).
 */
final class DecodeSpeed {
  private DecodeSpeed() {}

  /** Makes, decodes and deletes one file per format. */
  public static void main(String[] args) throws Exception {
    int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    long before = System.nanoTime();
    try (var decoder = new FfmpegMediaDecoder(MediaSettings.DEFAULT, MediaFile.CACHE)) {
      System.out.printf("constructed in %.0f ms%n", millisSince(before));
      decoder.awaitReady(Duration.ofSeconds(60));
      System.out.printf("first child ready after %.0f ms%n", millisSince(before));
      for (Promised format : Promised.values()) {
        Path file = Files.createTempFile("speed", "." + format);
        try {
          MediaFile.write(file, format.recipe, repeated(format.recipe.rateHz(), minutes * 60));
          measure(decoder, format, file);
        } finally {
          Files.delete(file);
        }
      }
    }
  }

  private static void measure(FfmpegMediaDecoder decoder, Promised format, Path file)
      throws InterruptedException, IOException {
    long start = System.nanoTime();
    long samples = 0;
    double opened;
    try (DecodedAudio audio = decoder.open(file)) {
      opened = millisSince(start);
      PcmChunk chunk;
      while ((chunk = audio.read()) != null) {
        samples = chunk.endSample();
      }
    }
    double millis = millisSince(start);
    System.out.printf(
        "%-5s %6.1f MB  opened in %4.0f ms  %5.0f x real time  peak of a child %d MB%n",
        format,
        Files.size(file) / 1e6,
        opened,
        PcmChunk.seconds(samples) * 1e3 / millis,
        peakMegabytes(decoder));
  }

  /** On Linux; 0 elsewhere. */
  private static long peakMegabytes(FfmpegMediaDecoder decoder) throws IOException {
    long peak = 0;
    for (DecoderProcess child : decoder.pool().living()) {
      Path status = Path.of("/proc", Long.toString(child.pid()), "status");
      if (Files.exists(status)) {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmHWM:")) {
            peak = Math.max(peak, Long.parseLong(line.replaceAll("\\D", "")) / 1024);
          }
        }
      }
    }
    return peak;
  }

  private static float[] repeated(int rateHz, int seconds) {
    float[] once = SpokenTone.samples(rateHz, 10);
    float[] all = new float[rateHz * seconds];
    for (int at = 0; at < all.length; at += once.length) {
      System.arraycopy(once, 0, all, at, Math.min(once.length, all.length - at));
    }
    return all;
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }
}
