package ai.stt.http.upload;

import ai.stt.http.request.RequestIds;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives multipart bodies with one file and some fields, in any order. The file goes straight to
 * the disk, through one small buffer, so the size of an upload does not matter to the heap. The
 * name that a client gives its file is never looked at. Thread-safe.
 */
public final class Uploads {
  /** The part that holds the recording. */
  public static final String FILE = "file";

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final int BUFFER_BYTES = 64 << 10;
  private static final String NOT_MULTIPART =
      "the body is not valid multipart/form-data; send the recording as the part 'file', for"
          + " example: curl -F file=@meeting.mp3. (Node: the form-data package with the built-in"
          + " fetch sends only the text '[object FormData]'; use the built-in FormData with a Blob,"
          + " or the node-fetch package.)";

  private static final String BROKE_OFF = "the body broke off before its end; send it again";

  private final Spool spool;

  /** Uploads that lie in the given spool. */
  public Uploads(Spool spool) {
    this.spool = spool;
  }

  /**
   * Receives a body to its end.
   *
   * @param field told each field that is not the file, as it comes; what it throws ends the
   *     receiving
   * @return the file, not empty; the caller closes it; empty when the body holds none
   * @throws SpeechException {@code INVALID_REQUEST} when the body is broken or holds more than one
   *     file, {@code TOO_LARGE} as soon as that is known, {@code OVERLOADED} when the disk is full
   */
  public Optional<SpoolFile> receive(
      HttpServletRequest request, UploadLimits limits, BiConsumer<String, String> field) {
    requireMultipart(request.getContentType());
    try {
      FileItemInputIterator parts = parser(limits).getItemIterator(request);
      Optional<SpoolFile> file = receive(parts, limits, field);
      try {
        skipToEnd(request);
        return file;
      } catch (IOException | RuntimeException e) {
        file.ifPresent(SpoolFile::close);
        throw e;
      }
    } catch (FileUploadSizeException e) {
      throw e.getPermitted() == UploadLimits.MAX_PART_HEADER_BYTES
          ? invalid("the headers of a part of the body are too large; shorten the file name", e)
          : tooLarge(limits);
    } catch (FileUploadException e) {
      throw invalid(brokeOff(request) ? BROKE_OFF : NOT_MULTIPART, e);
    } catch (IOException e) {
      throw invalid(BROKE_OFF, e);
    }
  }

  /** Whether a body that makes no sense does so because its rest never came. */
  private static boolean brokeOff(HttpServletRequest request) {
    try {
      var _ = request.getInputStream().read();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void requireMultipart(@Nullable String contentType) {
    if (contentType == null
        || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      throw invalid(NOT_MULTIPART, null);
    }
  }

  private static JakartaServletFileUpload<DiskFileItem, DiskFileItemFactory> parser(
      UploadLimits limits) {
    var parser = new JakartaServletFileUpload<DiskFileItem, DiskFileItemFactory>();
    parser.setHeaderCharset(StandardCharsets.UTF_8);
    parser.setMaxPartHeaderSize(UploadLimits.MAX_PART_HEADER_BYTES);
    parser.setMaxSize(limits.bodyBytes());
    return parser;
  }

  private Optional<SpoolFile> receive(
      FileItemInputIterator parts, UploadLimits limits, BiConsumer<String, String> field)
      throws IOException {
    if (!parts.hasNext()) {
      throw new FileUploadException("no part at all");
    }
    SpoolFile file = null;
    try {
      for (int count = 1; parts.hasNext(); count++) {
        FileItemInput part = parts.next();
        if (count > UploadLimits.MAX_PARTS) {
          throw invalid("the body has more than %d parts".formatted(UploadLimits.MAX_PARTS), null);
        }
        if (!part.getFieldName().equals(FILE)) {
          field.accept(part.getFieldName(), text(part, limits));
        } else if (file == null) {
          file = create(name(part));
          copy(part.getInputStream(), file, limits);
        } else {
          throw invalid("file: there is more than one; send one request for each", null);
        }
      }
      if (file != null && Files.size(file.path()) == 0) {
        throw invalid("file: it is empty; send a recording", null);
      }
      Optional<SpoolFile> received = Optional.ofNullable(file);
      file = null;
      return received;
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }

  private static String text(FileItemInput part, UploadLimits limits) throws IOException {
    String name = RequestIds.printable(part.getFieldName());
    if (!part.isFormField()) {
      throw invalid("%s: a file, but the recording goes into 'file'".formatted(name), null);
    }
    byte[] value = part.getInputStream().readNBytes(limits.fieldBytes() + 1);
    if (value.length > limits.fieldBytes()) {
      throw invalid("%s: longer than %d bytes".formatted(name, limits.fieldBytes()), null);
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  /** Never closes {@code in}: that would read the rest of a file that is already refused. */
  private static void copy(InputStream in, SpoolFile file, UploadLimits limits) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long total = 0;
    try (OutputStream out = Files.newOutputStream(file.path())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
        if (total > limits.fileBytes()) {
          throw tooLarge(limits);
        }
        write(out, buffer, n);
      }
    }
  }

  /** The name of the file; none when it holds what no name may hold. */
  private static @Nullable String name(FileItemInput part) {
    try {
      return part.getName();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private SpoolFile create(@Nullable String clientName) {
    try {
      return new SpoolFile(spool.create().path(), clientName == null ? "" : clientName);
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private static void write(OutputStream out, byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  /** A full or broken disk is no fault of the caller, unlike every other failure here. */
  private static SpeechException noRoom(IOException e) {
    LOG.error("An upload could not be written to the disk", e);
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "the server has no room for the file now; try again later",
        Duration.ofSeconds(60),
        e);
  }

  /** Reads what may follow the last part, so that the connection can serve the next request. */
  private static void skipToEnd(HttpServletRequest request) throws IOException {
    if (request.getInputStream().readNBytes(BUFFER_BYTES).length == BUFFER_BYTES) {
      throw invalid("the body goes on after its last part", null);
    }
  }

  private static SpeechException tooLarge(UploadLimits limits) {
    return new SpeechException(
        ErrorCode.TOO_LARGE,
        "file: larger than %s, the most that you may send; cut it or encode it smaller"
            .formatted(limits.fileSizeText()));
  }

  private static SpeechException invalid(String message, @Nullable Throwable cause) {
    return new SpeechException(ErrorCode.INVALID_REQUEST, message, cause);
  }
}
