package ai.stt.inference.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Tells cheaply whether a file may have changed: any difference counts, an older time as well. The
 * file system's own change time is in it where there is one, because a copy can keep size and time.
 */
record FileStamp(long size, FileTime modified, @Nullable Object key, @Nullable Object changed) {
  static FileStamp of(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    return new FileStamp(
        attributes.size(),
        attributes.lastModifiedTime(),
        attributes.fileKey(),
        unix ? Files.getAttribute(file, "unix:ctime") : null);
  }
}
