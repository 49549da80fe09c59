package ai.stt.app.speech;

import ai.stt.app.model.Lease;
import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.plugin.Capability;
import ai.stt.plugin.Model;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.plugin.diarization.Diarizer;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import ai.stt.speech.transcript.Transcript;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One recording on its way to a transcriber: whoever reads it has voice activity marked and, when
 * somebody asked for speakers, a diarizer hear it too. What is not installed, or cannot be loaded
 * now, is left out. One thread.
 */
public final class Hearing implements PcmSource {
  private final @Nullable Lease<VoiceActivityDetector> detector;
  private final @Nullable VoiceActivityStream voice;
  private final @Nullable DiarizedAudio diarized;
  private final SpeechTrack track = new SpeechTrack();
  private final PcmSource source;

  /**
   * What a recording turned out to be.
   *
   * @param turns who spoke when, by start, overlaps kept; null when nobody was asked or could tell
   */
  public record Heard(Transcript transcript, @Nullable List<SpeakerTurn> turns) {
    /**
     * Puts the lines of a recording together and names their speakers, when they were told apart on
     * each of them.
     *
     * @param lines one or more, without names
     */
    public static Heard named(List<Heard> lines) {
      return SpeakerNames.give(lines);
    }
  }

  /**
   * Opens what is live for a recording.
   *
   * @param audio not closed
   * @param options null when nobody asks for speakers
   * @param canceled asked often; once true, reading ends with {@code CANCELED}
   */
  public Hearing(
      PcmSource audio,
      ModelRegistry registry,
      @Nullable DiarizationOptions options,
      BooleanSupplier canceled)
      throws InterruptedException {
    detector = detector(registry);
    VoiceActivityStream opened = null;
    try {
      opened = detector == null ? null : detector.model().open();
      diarized = options == null ? null : diarized(audio, registry, options, canceled);
    } catch (RuntimeException | Error e) {
      close(null, opened, detector);
      throw e;
    }
    voice = opened;
    PcmSource heard = diarized == null ? audio : diarized;
    source = voice == null ? heard : new MarkedAudio(heard, voice, track);
  }

  private static @Nullable DiarizedAudio diarized(
      PcmSource audio,
      ModelRegistry registry,
      DiarizationOptions options,
      BooleanSupplier canceled) {
    return live(registry, Capability.DIARIZATION)
        .map(id -> new DiarizationThread(diarizer(registry, id, options), canceled))
        .map(diarizer -> new DiarizedAudio(audio, diarizer))
        .orElse(null);
  }

  private static @Nullable Lease<VoiceActivityDetector> detector(ModelRegistry registry)
      throws InterruptedException {
    Optional<String> id = live(registry, Capability.VOICE_ACTIVITY);
    if (id.isEmpty()) {
      return null;
    }
    return leased(registry, Capability.VOICE_ACTIVITY, id.get());
  }

  /** Null when it cannot be loaded or has no room: the words do without, the list tells why. */
  private static <M extends Model> @Nullable Lease<M> leased(
      ModelRegistry registry, Capability<M> capability, String id) throws InterruptedException {
    try {
      return registry.lease(capability, id);
    } catch (SpeechException e) {
      if (e.code() == ErrorCode.MODEL_UNAVAILABLE || e.code() == ErrorCode.OVERLOADED) {
        return null;
      }
      throw e;
    }
  }

  private static DiarizationThread.Work diarizer(
      ModelRegistry registry, String id, DiarizationOptions options) {
    return (audio, canceled) -> {
      try (Lease<Diarizer> lease = leased(registry, Capability.DIARIZATION, id)) {
        return lease == null ? null : lease.model().diarize(audio, options, canceled::getAsBoolean);
      }
    };
  }

  private static Optional<String> live(ModelRegistry registry, Capability<?> capability) {
    return registry.live().stream()
        .filter(model -> model.capability().equals(capability.id()))
        .filter(model -> model.status() != ModelStatus.FAILED)
        .map(LiveModel::descriptor)
        .map(descriptor -> descriptor.id())
        .findFirst();
  }

  @Override
  public @Nullable PcmChunk read() throws InterruptedException {
    return source.read();
  }

  /** Checks the words against the voice and gives them to their speakers. */
  public Heard finish(Transcript transcript) throws InterruptedException {
    return Heard.named(List.of(unnamed(transcript)));
  }

  /** The same without the speakers' names: one of several lines of a recording. */
  public Heard unnamed(Transcript transcript) throws InterruptedException {
    Transcript checked = voice == null ? transcript : HeardWords.check(transcript, track);
    return new Heard(checked, diarized == null ? null : diarized.turns());
  }

  /** Ends the diarization if it still runs and gives the models back. Idempotent. */
  @Override
  public void close() {
    close(diarized, voice, detector);
  }

  private static void close(
      @Nullable DiarizedAudio diarized,
      @Nullable VoiceActivityStream voice,
      @Nullable Lease<VoiceActivityDetector> detector) {
    if (diarized != null) {
      diarized.close();
    }
    if (voice != null) {
      voice.close();
    }
    if (detector != null) {
      detector.close();
    }
  }
}
