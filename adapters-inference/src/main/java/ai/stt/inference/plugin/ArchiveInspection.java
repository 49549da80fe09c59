package ai.stt.inference.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** One walk through a plugin zip and the jars inside it. One use, one thread. */
final class ArchiveInspection {
  private static final int MAX_ENTRIES = 50_000;
  private static final int MAX_DEPTH = 4;

  private final long maxContentBytes;
  private byte @Nullable [] manifest;
  private long contentBytes;
  private int entries;

  /** A walk that ends when more than this comes out of the zip. */
  ArchiveInspection(long maxContentBytes) {
    this.maxContentBytes = maxContentBytes;
  }

  /** Walks the zip and gives the bytes of its manifest. */
  byte[] inspect(Path zip) throws IOException {
    walk(zip, "", 1);
    if (manifest == null) {
      throw new PluginRefusedException(
          PluginManifest.FILE + " is missing; it belongs at the top of the zip");
    }
    return manifest;
  }

  private void walk(Path zip, String where, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new PluginRefusedException(where + " is nested too deeply");
    }
    Set<String> seen = new HashSet<>();
    try (var file = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> all = file.entries();
      while (all.hasMoreElements()) {
        ZipEntry entry = all.nextElement();
        String name = safeName(entry.getName());
        if (!seen.add(name)) {
          throw new PluginRefusedException("it holds %s%s twice".formatted(where, name));
        }
        if (++entries > MAX_ENTRIES) {
          throw new PluginRefusedException(
              "it holds more than the %d files a plugin may have".formatted(MAX_ENTRIES));
        }
        if (!entry.isDirectory()) {
          inspectEntry(file, entry, where, depth);
        }
      }
    }
  }

  private void inspectEntry(ZipFile file, ZipEntry entry, String where, int depth)
      throws IOException {
    String name = entry.getName();
    PluginContent.checkName(where, name);
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".jar") || lower.endsWith(".zip") || lower.endsWith(".war")) {
      inspectNested(file, entry, where + name + "!/", depth);
    } else if (lower.equals("meta-inf/manifest.mf")) {
      PluginContent.checkJarManifest(where + name, read(file, entry));
    } else if (depth == 1 && name.equals(PluginManifest.FILE)) {
      manifest = read(file, entry);
    } else {
      var head = new HeadOfFile();
      copy(file, entry, head);
      PluginContent.checkHead(where + name, head.bytes());
    }
  }

  private void inspectNested(ZipFile file, ZipEntry entry, String where, int depth)
      throws IOException {
    Path copy = Files.createTempFile("plugin-lib", ".jar");
    try {
      try (OutputStream out = Files.newOutputStream(copy)) {
        copy(file, entry, out);
      }
      walk(copy, where, depth + 1);
    } catch (ZipException e) {
      throw new PluginRefusedException(
          "%s is not a whole jar: %s"
              .formatted(where.substring(0, where.length() - 2), Reason.of(e)));
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private byte[] read(ZipFile file, ZipEntry entry) throws IOException {
    var out = new ByteArrayOutputStream();
    copy(file, entry, out);
    return out.toByteArray();
  }

  /** Copies and counts what really comes out, and checks the checksum, which ZipFile does not. */
  private void copy(ZipFile file, ZipEntry entry, OutputStream out) throws IOException {
    var crc = new CRC32();
    byte[] buffer = new byte[16 << 10];
    try (var in = new CheckedInputStream(openStream(file, entry), crc)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        contentBytes += n;
        if (contentBytes > maxContentBytes) {
          throw new PluginRefusedException(
              "it unpacks to more than the %d MiB a plugin may have"
                  .formatted(maxContentBytes >> 20));
        }
        out.write(buffer, 0, n);
      }
    }
    if (entry.getCrc() != crc.getValue()) {
      throw new ZipException("wrong checksum of " + entry.getName());
    }
  }

  private static InputStream openStream(ZipFile file, ZipEntry entry) throws IOException {
    InputStream in = file.getInputStream(entry);
    if (in == null) {
      throw new ZipException("no content for " + entry.getName());
    }
    return in;
  }

  /** The name itself when it stays inside of the folder that it is unpacked to. */
  static String safeName(String name) {
    boolean bad =
        name.isEmpty()
            || name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.indexOf(':') >= 0
            || name.chars().anyMatch(Character::isISOControl)
            || List.of(name.split("/", -1)).contains("..");
    if (bad) {
      throw new PluginRefusedException("it holds an entry that would leave its folder");
    }
    return name;
  }

  /** Keeps the first bytes of what is written to it. */
  private static final class HeadOfFile extends OutputStream {
    private final byte[] head = new byte[4096];
    private int size;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int kept = Math.min(length, head.length - size);
      System.arraycopy(bytes, offset, head, size, kept);
      size += kept;
    }

    byte[] bytes() {
      return java.util.Arrays.copyOf(head, size);
    }
  }
}
