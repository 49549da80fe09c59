package ai.stt.app.testing;

import ai.stt.app.job.OpenRecording;
import ai.stt.app.job.Recordings;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Recordings in memory; each reader gets a file of its own, as from a store on another machine. */
public final class InMemoryRecordings implements Recordings {
  private final ConcurrentHashMap<String, byte[]> recordings = new ConcurrentHashMap<>();

  /** The keys that are there. */
  public Set<String> keys() {
    return Set.copyOf(recordings.keySet());
  }

  @Override
  public void put(String key, Path file) {
    try {
      recordings.put(key, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public OpenRecording open(String key) {
    byte[] bytes = recordings.get(key);
    if (bytes == null) {
      throw new SpeechException(ErrorCode.NOT_FOUND, "the recording is gone; send it again");
    }
    try {
      return new Copy(Files.write(Files.createTempFile("recording", ""), bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(String key) {
    recordings.remove(key);
  }

  private record Copy(Path file) implements OpenRecording {
    @Override
    public void close() {
      var _ = file.toFile().delete();
    }
  }
}
