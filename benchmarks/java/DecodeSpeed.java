import ai.stt.app.transcription.DecodedAudio;
import ai.stt.inference.media.FfmpegMediaDecoder;
import ai.stt.inference.media.MediaSettings;
import ai.stt.speech.audio.PcmChunk;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Times our decoding. Arguments: a cache folder, the repetitions, then media files. Each file is
 * decoded once unmeasured, then as often as asked; a line each: file TAB seconds TAB samples.
 */
final class DecodeSpeed {
  private DecodeSpeed() {}

  public static void main(String[] args) throws Exception {
    int repetitions = Integer.parseInt(args[1]);
    try (var decoder = new FfmpegMediaDecoder(MediaSettings.DEFAULT, Path.of(args[0]))) {
      decoder.awaitReady(Duration.ofSeconds(60));
      for (int i = 2; i < args.length; i++) {
        Path file = Path.of(args[i]);
        decode(decoder, file);
        for (int run = 0; run < repetitions; run++) {
          long started = System.nanoTime();
          long samples = decode(decoder, file);
          System.out.printf("%s\t%.6f\t%d%n", file, (System.nanoTime() - started) / 1e9, samples);
        }
      }
    }
  }

  private static long decode(FfmpegMediaDecoder decoder, Path file) throws InterruptedException {
    long count = 0;
    try (DecodedAudio audio = decoder.open(file)) {
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        count += chunk.samples().length;
      }
    }
    return count;
  }
}
