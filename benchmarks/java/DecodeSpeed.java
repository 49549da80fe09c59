import ai.stt.app.transcription.DecodedAudio;
import ai.stt.inference.media.FfmpegMediaDecoder;
import ai.stt.inference.media.MediaSettings;
import ai.stt.speech.audio.PcmChunk;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Times our decoding. Argument: a cache folder. Reads a media file's path a line; answers a line
 * each: the seconds that decoding it to the end took, TAB, the samples that came.
 */
final class DecodeSpeed {
  private DecodeSpeed() {}

  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var decoder = new FfmpegMediaDecoder(MediaSettings.DEFAULT, Path.of(args[0]))) {
      decoder.awaitReady(Duration.ofSeconds(60));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long started = System.nanoTime();
        long samples = decode(decoder, Path.of(line));
        System.out.println((System.nanoTime() - started) / 1e9 + "\t" + samples);
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
