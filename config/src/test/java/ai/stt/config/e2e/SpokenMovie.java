package ai.stt.config.e2e;

import static ai.stt.config.e2e.SilentMovie.ascii;
import static ai.stt.config.e2e.SilentMovie.box;
import static ai.stt.config.e2e.SilentMovie.join;
import static ai.stt.config.e2e.SilentMovie.words;

/** An MP4 of speech (ISO/IEC 14496-12), whose index comes last, as a telephone writes it. */
final class SpokenMovie {
  private static final int RATE_HZ = 16_000;

  private SpokenMovie() {}

  /**
   * The movie.
   *
   * @param spoken mono, s16le at 16 kHz
   */
  static byte[] mp4(byte[] spoken) {
    byte[] brand = ascii("isom");
    byte[] type = box("ftyp", brand, words(512), brand);
    return join(type, box("mdat", spoken), index(spoken.length / 2, type.length + 8));
  }

  private static byte[] index(int samples, int first) {
    byte[] movie =
        box(
            "mvhd",
            words(0, 0, 0, RATE_HZ, samples, 1 << 16, 1 << 24, 0, 0),
            SilentMovie.MATRIX,
            words(0, 0, 0, 0, 0, 0, 2));
    byte[] track =
        box(
            "tkhd",
            words(3, 0, 0, 1, 0, samples, 0, 0, 0, 1 << 24),
            SilentMovie.MATRIX,
            words(0, 0));
    byte[] media = box("mdhd", words(0, 0, 0, RATE_HZ, samples, 0x55C4 << 16));
    byte[] handler = box("hdlr", words(0, 0), ascii("soun"), words(0, 0, 0), new byte[1]);
    byte[] place = box("dinf", box("dref", words(0, 1), box("url ", words(1))));
    byte[] format = box("sowt", words(0, 1, 0, 0, 1 << 16 | 16, 0, RATE_HZ << 16));
    byte[] table =
        box(
            "stbl",
            box("stsd", words(0, 1), format),
            box("stts", words(0, 1, samples, 1)),
            box("stsc", words(0, 1, 1, samples, 1)),
            box("stsz", words(0, 2, samples)),
            box("stco", words(0, 1, first)));
    byte[] information = box("minf", box("smhd", words(0, 0)), place, table);
    return box("moov", movie, box("trak", track, box("mdia", media, handler, information)));
  }
}
