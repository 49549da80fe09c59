package ai.stt.inference.media;

import ai.stt.app.enhancement.DecodedSound;
import ai.stt.app.enhancement.SoundDecoder;
import ai.stt.app.transcription.DecodedAudio;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.inference.media.wire.Format;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Decodes media with FFmpeg in child processes, so that a file which brings the decoder down harms
 * nobody else. The children start in the background at construction, serve one file after the
 * other, and die with this process. Thread-safe.
 */
public final class FfmpegMediaDecoder implements MediaDecoder, SoundDecoder, AutoCloseable {
  static final String CRASHES =
      "the file brings the decoder down and is refused; convert it to WAV or FLAC and try again";

  private final MediaSettings settings;
  private final DecoderPool pool;
  private final Strikes strikes;

  /** How long a child beyond those that are kept ready stays without work. */
  private static final Duration KEEP = Duration.ofMinutes(1);

  /** As the other, for as many files at once as children are kept ready. */
  public FfmpegMediaDecoder(MediaSettings settings, Path cache) throws IOException {
    this(settings, settings.children(), cache);
  }

  /**
   * Begins to start the children; returns at once.
   *
   * @param most files that are decoded at once, when more than children are kept ready
   * @param cache a folder of our own for the unpacked native libraries, made when missing, kept
   *     from run to run, and safe to share between processes
   * @throws IOException when FFmpeg's libraries for this platform are not installed, or the folder
   *     cannot be made
   */
  public FfmpegMediaDecoder(MediaSettings settings, int most, Path cache) throws IOException {
    this(
        settings,
        most,
        KEEP,
        ChildCommand.ofFfmpeg(
            Files.createDirectories(cache).toAbsolutePath(), settings.memoryMebibytes()));
  }

  FfmpegMediaDecoder(MediaSettings settings, int most, Duration keep, ChildCommand command) {
    this.settings = settings;
    int children = settings.children();
    this.pool = new DecoderPool(command, children, Math.max(children, most), keep);
    this.strikes = new Strikes(settings.refusalMemory(), System::nanoTime);
  }

  @Override
  public DecodedAudio open(Path file) throws InterruptedException {
    return new DecodedSpeech(open(file, Format.SPEECH));
  }

  @Override
  public DecodedAudio openSides(Path file) throws InterruptedException {
    return new DecodedSpeech(open(file, new Format(Format.SPEECH.sampleRateHz(), 2)));
  }

  @Override
  public DecodedSound openSound(Path file, int sampleRateHz, int maxChannels)
      throws InterruptedException {
    return open(file, new Format(sampleRateHz, maxChannels));
  }

  private DecodingFile open(Path file, Format format) throws InterruptedException {
    refuseUnreadable(file);
    if (strikes.refuses(file)) {
      throw new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, CRASHES);
    }
    return DecodingFile.open(pool, strikes, settings, file, format);
  }

  /**
   * Waits until a decoder is ready, to tell a broken installation from a broken file.
   *
   * @throws SpeechException {@code INTERNAL} with the reason as its cause when none can be started,
   *     {@code OVERLOADED} when none is free in time
   */
  public void awaitReady(Duration timeout) throws InterruptedException {
    pool.giveBack(pool.lend(timeout));
  }

  DecoderPool pool() {
    return pool;
  }

  /** Ends all decoding and kills the children. Idempotent. */
  @Override
  public void close() {
    pool.close();
  }

  private static void refuseUnreadable(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new SpeechException(
          ErrorCode.UNSUPPORTED_MEDIA, "the file does not exist or cannot be read");
    }
    try {
      if (Files.size(file) == 0) {
        throw new SpeechException(
            ErrorCode.UNSUPPORTED_MEDIA, "the file is empty; upload an audio or video file");
      }
    } catch (IOException e) {
      throw new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "the file cannot be read", e);
    }
  }
}
