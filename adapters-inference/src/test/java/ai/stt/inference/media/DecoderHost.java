package ai.stt.inference.media;

import java.nio.file.Path;

/** A host to be killed: decodes the middle of a file, prints its child's id, and waits. */
final class DecoderHost {
  private DecoderHost() {}

  /** Takes the file and the cache folder. */
  public static void main(String[] args) throws Exception {
    MediaSettings usual = MediaSettings.DEFAULT;
    var one =
        new MediaSettings(
            1,
            usual.maxDuration(),
            usual.stallTimeout(),
            usual.lendTimeout(),
            usual.memoryMebibytes(),
            usual.refusalMemory());
    try (var decoder = new FfmpegMediaDecoder(one, Path.of(args[1]));
        var audio = decoder.open(Path.of(args[0]))) {
      audio.read();
      decoder.pool().living().forEach(child -> System.out.println(child.pid()));
      Thread.sleep(60_000);
    }
  }
}
