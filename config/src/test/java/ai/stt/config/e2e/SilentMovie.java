package ai.stt.config.e2e;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import javax.imageio.ImageIO;

/**
 * An MP4 of pictures without sound (ISO/IEC 14496-12), whose index comes last, as a camera writes
 * it.
 */
final class SilentMovie {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int PICTURES = 50;
  private static final int MILLIS = PICTURES * 40;
  static final byte[] MATRIX = words(1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30);

  private SilentMovie() {}

  static byte[] mp4() throws IOException {
    var picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB), "jpeg", picture);
    byte[] brand = ascii("isom");
    byte[] type = box("ftyp", brand, words(512), brand);
    byte[] all = join(Collections.nCopies(PICTURES, picture.toByteArray()).toArray(byte[][]::new));
    return join(type, box("mdat", all), index(picture.size(), type.length + 8));
  }

  private static byte[] index(int pictureBytes, int firstPicture) {
    byte[] movie =
        box(
            "mvhd",
            words(0, 0, 0, 1000, MILLIS, 1 << 16, 1 << 24, 0, 0),
            MATRIX,
            words(0, 0, 0, 0, 0, 0, 2));
    byte[] track =
        box(
            "tkhd",
            words(3, 0, 0, 1, 0, MILLIS, 0, 0, 0, 0),
            MATRIX,
            words(WIDTH << 16, HEIGHT << 16));
    byte[] media = box("mdhd", words(0, 0, 0, 1000, MILLIS, 0x55C4 << 16));
    byte[] handler = box("hdlr", words(0, 0), ascii("vide"), words(0, 0, 0), new byte[1]);
    byte[] place = box("dinf", box("dref", words(0, 1), box("url ", words(1))));
    byte[] samples =
        box(
            "stbl",
            box("stsd", words(0, 1), format()),
            box("stts", words(0, 1, PICTURES, MILLIS / PICTURES)),
            box("stsc", words(0, 1, 1, PICTURES, 1)),
            box("stsz", words(0, pictureBytes, PICTURES)),
            box("stco", words(0, 1, firstPicture)));
    byte[] information = box("minf", box("vmhd", words(1, 0, 0)), place, samples);
    return box("moov", movie, box("trak", track, box("mdia", media, handler, information)));
  }

  private static byte[] format() {
    byte[] name = new byte[32];
    return box(
        "jpeg",
        words(0, 1, 0, 0, 0, 0, WIDTH << 16 | HEIGHT, 72 << 16, 72 << 16, 0),
        new byte[] {0, 1},
        name,
        new byte[] {0, 24, -1, -1});
  }

  static byte[] box(String type, byte[]... content) {
    byte[] inside = join(content);
    return join(words(8 + inside.length), ascii(type), inside);
  }

  static byte[] words(int... numbers) {
    var bytes = ByteBuffer.allocate(4 * numbers.length);
    bytes.asIntBuffer().put(numbers);
    return bytes.array();
  }

  static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
