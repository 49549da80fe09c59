package ai.stt.inference.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files as {@code torch.save} does, and such as it never would. */
final class TorchZip {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

  TorchZip op(int... bytes) {
    for (int each : bytes) {
      pickle.write(each);
    }
    return this;
  }

  TorchZip text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    op('X');
    for (int shift = 0; shift < 32; shift += 8) {
      op(utf8.length >> shift);
    }
    pickle.writeBytes(utf8);
    return this;
  }

  TorchZip global(String module, String name) {
    op('c');
    pickle.writeBytes((module + "\n" + name + "\n").getBytes(UTF_8));
    return this;
  }

  /** A call of {@code _rebuild_tensor_v2} with a shape of one row of two numbers from an offset. */
  TorchZip tensor(
      String storageType, String key, int offset, int rows, int columns, int rowStride) {
    global("torch._utils", "_rebuild_tensor_v2").op('(', '(').text("storage");
    global("torch", storageType).text(key).text("cpu").op('K', 6, 't', 'Q');
    op('K', offset, 'K', rows, 'K', columns, 0x86, 'K', rowStride, 'K', 1, 0x86, 0x89);
    return global("collections", "OrderedDict").op(')', 'R', 't', 'R');
  }

  /** Numbers 0, 1, 2, 3, 4, 5 as the one storage. */
  Path write(Path file) throws IOException {
    byte[] storage = new byte[24];
    ByteBuffer numbers = ByteBuffer.wrap(storage).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      numbers.putFloat(i);
    }
    return write(file, "0", storage, ZipEntry.STORED);
  }

  Path write(Path file, String key, byte[] storage, int method) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, "archive/data.pkl", pickle.toByteArray(), method);
      put(zip, "archive/byteorder", "little".getBytes(UTF_8), method);
      put(zip, "archive/data/" + key, storage, method);
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes, int method)
      throws IOException {
    var entry = new ZipEntry(name);
    entry.setMethod(method);
    var crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    entry.setSize(bytes.length);
    if (method == ZipEntry.STORED) {
      entry.setCompressedSize(bytes.length);
    }
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
