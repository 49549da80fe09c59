package ai.stt.config.cli;

import ai.stt.app.transcription.TranscriptionResult;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes transcripts to standard output, a file, or a folder.
 *
 * @param out standard output
 * @param format their form
 * @param output a file or folder, null for standard output
 * @param folder whether {@code output} is a folder, which need not be there yet
 * @param several whether more than one transcript comes
 */
record TranscriptWriter(
    PrintStream out, OutputFormat format, @Nullable Path output, boolean folder, boolean several) {

  /** A writer to what the caller named: a folder when it is one, ends as one, or must hold many. */
  static TranscriptWriter to(
      @Nullable String named, PrintStream out, OutputFormat format, boolean several) {
    if (named == null) {
      return new TranscriptWriter(out, format, null, false, several);
    }
    Path output = Path.of(named);
    boolean folder = several || named.endsWith(File.separator) || Files.isDirectory(output);
    return new TranscriptWriter(out, format, output, folder, several);
  }

  /** Whether several transcripts can be told apart where they go. */
  boolean canHoldAll() {
    if (!several) {
      return true;
    }
    return output == null
        ? format == OutputFormat.txt || format == OutputFormat.json
        : !Files.isRegularFile(output);
  }

  /** Two of these recordings whose transcripts would be written to one file. */
  Optional<String> clash(List<String> names) {
    if (output == null) {
      return Optional.empty();
    }
    Map<Path, String> taken = new HashMap<>();
    for (String name : names) {
      String other = taken.put(target(output, name), name);
      if (other != null) {
        return Optional.of("%s and %s".formatted(other, name));
      }
    }
    return Optional.empty();
  }

  /** Makes the folder that transcripts go to, unless they go to a file that is there. */
  void makeRoom() throws IOException {
    if (output == null) {
      return;
    }
    Path room = output;
    if (folder) {
      Files.createDirectories(output);
    } else if (!Files.exists(output)) {
      Path parent = output.toAbsolutePath().getParent();
      room = Files.createDirectories(Objects.requireNonNull(parent, "a file's folder"));
    }
    if (!Files.isWritable(room)) {
      throw new AccessDeniedException(room.toString());
    }
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

  /** {@code talk.mp3} becomes {@code talk.txt}; standard input, which is {@code -}, has a name. */
  private Path target(Path place, String name) {
    if (!folder) {
      return place;
    }
    String file = name.equals("-") ? "stdin" : Path.of(name).getFileName().toString();
    int dot = file.lastIndexOf('.');
    return place.resolve((dot > 0 ? file.substring(0, dot) : file) + "." + format);
  }
}
