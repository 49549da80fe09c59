package ai.stt.inference.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads a state dict that {@code torch.save} wrote (a zip of one pickle and raw storages). Of the
 * pickle only what makes up tensors and dictionaries is obeyed, see {@link TorchPickle}; nothing in
 * a file can name a class to be made or a function to be called. Entries must be stored as they
 * are, as PyTorch does, so no file unpacks to more than its own size.
 */
public final class TorchFile {
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_PICKLE_BYTES = 16 << 20;

  private TorchFile() {}

  /**
   * Reads all tensors into memory that lives as long as the arena.
   *
   * @return the tensors by name, in the file's order
   * @throws UnreadableFileException when the file is cut short, or anything but a plain state dict
   */
  public static Map<String, Tensor> read(Path file, Arena arena) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      checkEntries(zip, Files.size(file));
      ZipEntry pickle = pickle(zip);
      String root = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
      requireLittleEndian(zip, root);
      Map<String, TorchPickle.Reference> references = TorchPickle.read(bytes(zip, pickle));
      Map<String, MemorySegment> storages = new LinkedHashMap<>();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (var named : references.entrySet()) {
        String key = named.getValue().storage().key();
        MemorySegment storage = storages.get(key);
        if (storage == null) {
          storage = storage(zip, root + "data/" + key, arena);
          storages.put(key, storage);
        }
        tensors.put(named.getKey(), tensor(named.getKey(), named.getValue(), storage));
      }
      return tensors;
    } catch (ZipException e) {
      throw new UnreadableFileException("it is not a whole zip file of PyTorch");
    } catch (IllegalArgumentException e) { // names that are not UTF-8
      throw new UnreadableFileException("its table of contents is damaged");
    }
  }

  private static void checkEntries(ZipFile zip, long fileBytes) throws UnreadableFileException {
    if (zip.size() > MAX_ENTRIES) {
      throw new UnreadableFileException("it has too many entries");
    }
    long left = fileBytes;
    for (ZipEntry entry : zip.stream().toList()) {
      left -= entry.getSize();
      if (entry.getMethod() != ZipEntry.STORED || entry.getSize() < 0 || left < 0) {
        throw new UnreadableFileException("its entries are not stored plainly, as PyTorch does");
      }
    }
  }

  private static ZipEntry pickle(ZipFile zip) throws UnreadableFileException {
    List<? extends ZipEntry> found =
        zip.stream().filter(entry -> entry.getName().matches("[^/]{1,200}/data\\.pkl")).toList();
    if (found.size() != 1 || found.getFirst().getSize() > MAX_PICKLE_BYTES) {
      throw new UnreadableFileException("it is not a state dict of PyTorch");
    }
    return found.getFirst();
  }

  private static void requireLittleEndian(ZipFile zip, String root) throws IOException {
    ZipEntry order = zip.getEntry(root + "byteorder");
    if (order != null && !new String(bytes(zip, order), UTF_8).strip().equals("little")) {
      throw new UnreadableFileException("its numbers are not little-endian");
    }
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] all = in.readNBytes(Math.toIntExact(entry.getSize()));
      if (all.length != entry.getSize()) {
        throw new UnreadableFileException("it ends too early");
      }
      return all;
    }
  }

  private static MemorySegment storage(ZipFile zip, String name, Arena arena) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null || entry.getSize() > Integer.MAX_VALUE - 8) {
      throw new UnreadableFileException("numbers of a tensor are missing");
    }
    MemorySegment to = arena.allocate(entry.getSize(), 8);
    to.copyFrom(MemorySegment.ofArray(bytes(zip, entry)));
    return to;
  }

  private static Tensor tensor(String name, TorchPickle.Reference at, MemorySegment storage)
      throws UnreadableFileException {
    List<Integer> shape = new ArrayList<>();
    long stride = 1;
    for (int i = at.shape().size() - 1; i >= 0; i--) {
      long size = at.shape().get(i);
      if (size > 1 && at.strides().get(i) != stride) {
        throw new UnreadableFileException("a tensor is not stored row by row");
      }
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new UnreadableFileException("a tensor has a size that is out of range");
      }
      stride *= Math.max(size, 1);
      if (stride > storage.byteSize()) {
        throw new UnreadableFileException("a tensor is larger than its numbers");
      }
      shape.addFirst((int) size);
    }
    int bytes = at.storage().type().bytes();
    long from = at.offset();
    long count = Tensor.elements(shape);
    if (from < 0 || from > storage.byteSize() || (from + count) * bytes > storage.byteSize()) {
      throw new UnreadableFileException("a tensor is larger than its numbers");
    }
    return new Tensor(
        name, at.storage().type(), shape, storage.asSlice(from * bytes, count * bytes));
  }
}
