package ai.stt.inference.catalog.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A GGUF file with a few values and one tensor of four numbers. */
public final class TinyGguf {
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private int count;

  /** One more text among the values. */
  public TinyGguf text(String key, String value) {
    count++;
    string(values, key);
    int32(values, 8);
    string(values, value);
    return this;
  }

  /** One more list of texts. */
  public TinyGguf list(String key, String... items) {
    count++;
    string(values, key);
    int32(values, 9);
    int32(values, 8);
    int64(values, items.length);
    for (String item : items) {
      string(values, item);
    }
    return this;
  }

  /** The file. */
  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    int32(out, 3);
    int64(out, 1);
    int64(out, count);
    out.writeBytes(values.toByteArray());
    string(out, "a.weight");
    int32(out, 1);
    int64(out, 4);
    int32(out, 0);
    int64(out, 0);
    out.writeBytes(new byte[Math.floorMod(-out.size(), 32)]);
    out.writeBytes(new byte[16]);
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int64(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void int32(ByteArrayOutputStream out, int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void int64(ByteArrayOutputStream out, long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
