package ai.stt.app.live;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.Lease;
import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.plugin.Capability;
import ai.stt.plugin.Model;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.speaker.SpeakerEmbedder;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Transcribes speech while it is spoken. Thread-safe. */
public final class StreamSpeech {
  private final ChooseModel choose;
  private final ModelRegistry registry;
  private final TranscriptionSettings transcription;
  private final LiveSettings settings;
  private final LiveWatcher watcher;
  private final LongSupplier nanos;
  private final LiveCapacity capacity;
  private final Object trial = new Object();

  /** Streams on these models. */
  public StreamSpeech(
      ChooseModel choose,
      ModelRegistry registry,
      TranscriptionSettings transcription,
      LiveSettings settings,
      LiveWatcher watcher) {
    this(choose, registry, transcription, settings, watcher, System::nanoTime);
  }

  /** With another clock. */
  StreamSpeech(
      ChooseModel choose,
      ModelRegistry registry,
      TranscriptionSettings transcription,
      LiveSettings settings,
      LiveWatcher watcher,
      LongSupplier nanos) {
    this.choose = choose;
    this.registry = registry;
    this.transcription = transcription;
    this.settings = settings;
    this.watcher = watcher;
    this.nanos = nanos;
    this.capacity = new LiveCapacity(settings, nanos);
  }

  /** Streams that go on. */
  public int sessions() {
    return capacity.sessions();
  }

  /**
   * The id of the model that would serve.
   *
   * @throws SpeechException as {@link #open}, as far as that is known without loading the model
   */
  public String check(LiveOptions options) {
    String model = checkOptions(options);
    capacity.requirePlace(model);
    return model;
  }

  /**
   * Starts a stream; returns when its model is in memory.
   *
   * @param listener told what is heard, by a thread of the session
   * @throws SpeechException {@code INVALID_REQUEST} for an unknown model or language, {@code
   *     MODEL_UNAVAILABLE}, {@code OVERLOADED} when it could not be served in real time
   */
  public LiveSession open(LiveOptions options, LiveListener listener) throws InterruptedException {
    String model = check(options);
    var session =
        new LiveSession(
            model, listener, settings.maxDuration(), new Pace(settings.maxSpeed(), nanos));
    var ready = new CompletableFuture<LiveSession>();
    Thread.ofPlatform()
        .daemon()
        .name("live")
        .start(() -> serve(session, model, options, listener, ready));
    try {
      return ready.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SpeechException known
          ? known
          : new SpeechException(ErrorCode.INTERNAL, "the stream could not start", e.getCause());
    } catch (InterruptedException e) {
      session.close();
      throw e;
    }
  }

  private void serve(
      LiveSession session,
      String model,
      LiveOptions options,
      LiveListener listener,
      CompletableFuture<LiveSession> ready) {
    try (Lease<Transcriber> transcriber = registry.lease(Capability.TRANSCRIPTION, model);
        LiveCapacity.Place place = enter(transcriber.model(), model)) {
      String detector = live(Capability.VOICE_ACTIVITY);
      String voices = options.diarize() ? requireVoices() : null;
      String denoiser = denoiser(options);
      try (Lease<VoiceActivityDetector> detecting = lease(Capability.VOICE_ACTIVITY, detector);
          VoiceActivityStream voice =
              detecting == null ? new LevelVoice() : detecting.model().open();
          Lease<SpeakerEmbedder> embedding = lease(Capability.SPEAKER_EMBEDDING, voices);
          Lease<Enhancer> enhancing = lease(Capability.ENHANCEMENT, denoiser);
          var sound = new CleanedSound(enhancing == null ? null : enhancing.model())) {
        SpeakerEmbedder embedder = embedding == null ? null : embedding.model();
        Rehearsal.warm(detecting == null ? null : detecting.model(), embedder);
        var speakers = embedder == null ? null : new LiveSpeakers(embedder);
        var looking =
            new Looking(
                transcriber.model(),
                place,
                delay -> watcher.looked(model, delay),
                settings.interval(),
                LiveOptions.languageCode(options.language()),
                session::isClosed);
        Duration endpointing =
            Objects.requireNonNullElse(options.endpointing(), settings.endpointing());
        var text = new LiveText(listener, options.interim(), options.prompt());
        var recognition = new LiveRecognition(looking, voice, text, speakers, endpointing);
        watcher.begun(model);
        ready.complete(session);
        try {
          session.run(recognition, sound);
        } finally {
          watcher.ended(model);
        }
      }
    } catch (Throwable e) { // whoever opens the stream is told; there is nobody else
      ready.completeExceptionally(e);
    } finally {
      session.end();
    }
  }

  /** A place, once it is known how long a look takes. */
  private LiveCapacity.Place enter(Transcriber transcriber, String model)
      throws InterruptedException {
    synchronized (trial) {
      if (capacity.cost(model).isEmpty()) {
        capacity.measured(model, Rehearsal.look(transcriber, nanos));
      }
      return capacity.enter(model);
    }
  }

  /** As {@link #check}, for a stream that has its place. */
  public String checkOptions(LiveOptions options) {
    if (options.diarize()) {
      var _ = requireVoices();
    }
    var _ = denoiser(options);
    String wanted = Objects.requireNonNullElse(options.model(), transcription.defaultModel());
    return choose
        .choose(
            Capability.TRANSCRIPTION.id(),
            wanted,
            LiveOptions.languageCode(options.language()),
            transcription.fallback())
        .descriptor()
        .id();
  }

  private @Nullable String denoiser(LiveOptions options) {
    return options.denoise() == null
        ? null
        : choose
            .choose(Capability.ENHANCEMENT.id(), options.denoise(), null, false)
            .descriptor()
            .id();
  }

  private String requireVoices() {
    String id = live(Capability.SPEAKER_EMBEDDING);
    if (id == null) {
      throw new SpeechException(
          ErrorCode.MODEL_UNAVAILABLE,
          "diarize: no model that tells voices apart (%s) is live here; the operator finds one with: stt models list"
              .formatted(Capability.SPEAKER_EMBEDDING.id()));
    }
    return id;
  }

  private <M extends Model> @Nullable Lease<M> lease(
      Capability<M> capability, @Nullable String model) throws InterruptedException {
    return model == null ? null : registry.lease(capability, model);
  }

  private @Nullable String live(Capability<?> capability) {
    return registry.live().stream()
        .filter(model -> model.capability().equals(capability.id()))
        .filter(model -> model.status() != ModelStatus.FAILED)
        .map(LiveModel::descriptor)
        .map(descriptor -> descriptor.id())
        .findFirst()
        .orElse(null);
  }
}
