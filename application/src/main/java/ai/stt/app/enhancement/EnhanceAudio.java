package ai.stt.app.enhancement;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.EnginesLost;
import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.scheduling.BriefWork;
import ai.stt.app.scheduling.Priority;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.plugin.Capability;
import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes the noise out of a media file and evens its loudness: choose a model, wait for a place,
 * decode, enhance onto the disk and measure; the result is turned to its loudness as it is written.
 * Thread-safe.
 */
public final class EnhanceAudio {
  private static final int MAX_CHANNELS = 2;

  private final ChooseModel chooseModel;
  private final ModelRegistry registry;
  private final SoundDecoder decoder;
  private final WorkQueue queue;
  private final EnhancementSettings settings;
  private final Path spool;

  /**
   * Wires the use case to its ports.
   *
   * @param spool a folder for sound between the two passes; made when it is not there
   */
  public EnhanceAudio(
      ChooseModel chooseModel,
      ModelRegistry registry,
      SoundDecoder decoder,
      WorkQueue queue,
      EnhancementSettings settings,
      Path spool) {
    this.chooseModel = chooseModel;
    this.registry = registry;
    this.decoder = decoder;
    this.queue = queue;
    this.settings = settings;
    this.spool = spool;
  }

  /**
   * Checks the wish and queues it; it costs nothing.
   *
   * @param media and model as in {@link #start(Path, String, ChargeEnhancement.Bill)}
   */
  public PendingEnhancement start(Path media, @Nullable String model) {
    return start(media, model, null);
  }

  /**
   * Checks the wish and queues it.
   *
   * @param media the file; must stay until the enhancement has ended
   * @param model the wanted model's id, null for the default one
   * @param bill of the account that wishes it, null when it costs nothing
   * @throws SpeechException at once for what cannot be served: an unknown model, one that is not
   *     installed, a full queue
   */
  public PendingEnhancement start(
      Path media, @Nullable String model, ChargeEnhancement.@Nullable Bill bill) {
    String wanted = model == null ? settings.defaultModel() : model;
    var chosen = chooseModel.choose(Capability.ENHANCEMENT.id(), wanted, null, false);
    var run = new EnhancementRun(chosen.descriptor().id(), bill);
    return new PendingEnhancement(
        queue.submit(Priority.INTERACTIVE, "", BriefWork.seems(media), () -> billed(media, run)),
        run);
  }

  private EnhancementRun billed(Path media, EnhancementRun run) throws InterruptedException {
    try {
      return EnginesLost.repeat(() -> enhance(media, run));
    } finally {
      run.ended();
    }
  }

  private EnhancementRun enhance(Path media, EnhancementRun run) throws InterruptedException {
    try (Lease<Enhancer> lease = registry.lease(Capability.ENHANCEMENT, run.model());
        DecodedSound sound = decoder.openSound(media, lease.model().sampleRateHz(), MAX_CHANNELS)) {
      if (sound.claimedDuration().orElse(0) > settings.maxDuration().toSeconds() + 1) {
        throw tooLong();
      }
      run.started(sound.claimedDuration());
      var options = new EnhancementOptions(settings.attenuationLimitDb());
      try (var channels = new Channels(lease.model(), options, sound.channels())) {
        enhance(sound, channels, run);
      }
      return run;
    } catch (IOException e) {
      throw new SpeechException(
          ErrorCode.OVERLOADED,
          "the server has no room for the sound now; try again later",
          Duration.ofMinutes(1),
          e);
    }
  }

  private void enhance(DecodedSound sound, Channels channels, EnhancementRun run)
      throws IOException, InterruptedException {
    int count = sound.channels();
    SpooledSound spooled = SpooledSound.in(spool);
    boolean done = false;
    try {
      var meter = new LoudnessMeter(EnhancedSound.SAMPLE_RATE_HZ, count);
      for (float[] frames = sound.read(); frames != null; frames = sound.read()) {
        keep(channels.feed(frames), spooled, meter);
        double seconds = seconds(spooled, count);
        run.progress(seconds);
        if (run.isCanceled() || Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
        if (seconds > settings.maxDuration().toSeconds() + 1) {
          throw tooLong();
        }
      }
      keep(channels.finish(), spooled, meter);
      run.progress(seconds(spooled, count));
      float gain = new LoudnessGain(spooled, count, run::isCanceled).find(meter.integratedLufs());
      run.finished(new EnhancedSound(run.model(), count, spooled, gain));
      done = true;
    } finally {
      if (!done) {
        spooled.close();
      }
    }
  }

  private static double seconds(SpooledSound spooled, int channels) {
    return spooled.samples() / (double) channels / EnhancedSound.SAMPLE_RATE_HZ;
  }

  private static void keep(float[] frames, SpooledSound spooled, LoudnessMeter meter)
      throws IOException {
    spooled.add(frames);
    meter.add(frames);
  }

  private SpeechException tooLong() {
    Duration most = settings.maxDuration();
    return new SpeechException(
        ErrorCode.UNSUPPORTED_MEDIA,
        "the audio is longer than %d minutes, the most that is enhanced; cut it into shorter files"
            .formatted(most.toMinutes()));
  }
}
