package ai.stt.config.cli;

import ai.stt.app.transcription.TranscriptionResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes transcripts to standard output, a file, or a folder.
 *
 * @param out standard output
 * @param format their form
 * @param output a file or folder, null for standard output
 * @param several whether more than one transcript comes
 */
record TranscriptWriter(
    PrintStream out, OutputFormat format, @Nullable Path output, boolean several) {

  /** Whether several transcripts can be told apart where they go. */
  boolean canHoldAll() {
    if (!several) {
      return true;
    }
    return output == null
        ? format == OutputFormat.txt || format == OutputFormat.json
        : !Files.isRegularFile(output);
  }

  /** Makes the folder that transcripts go to, unless they go to a file that is there. */
  void makeRoom() throws IOException {
    if (output == null) {
      return;
    }
    Path room = output;
    if (!isFile(output)) {
      Files.createDirectories(output);
    } else if (!Files.exists(output)) {
      Path folder = output.toAbsolutePath().getParent();
      room = Files.createDirectories(Objects.requireNonNull(folder, "a file's folder"));
    }
    if (!Files.isWritable(room)) {
      throw new AccessDeniedException(room.toString());
    }
  }

  private boolean isFile(Path place) {
    return !several && !Files.isDirectory(place) && !place.toString().endsWith("/");
  }

  void write(String name, TranscriptionResult result) throws IOException {
    String text = format.render(result);
    if (output != null) {
      Files.writeString(target(output, name), text);
      return;
    }
    if (several && format == OutputFormat.txt) {
      out.println("==> " + name + " <==");
    }
    out.print(text);
    out.flush();
  }

  private Path target(Path place, String name) {
    if (isFile(place)) {
      return place;
    }
    String file = Path.of(name).getFileName().toString();
    int dot = file.lastIndexOf('.');
    return place.resolve((dot > 0 ? file.substring(0, dot) : file) + "." + format);
  }
}
