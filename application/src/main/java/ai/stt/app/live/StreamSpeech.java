package ai.stt.app.live;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.Lease;
import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.plugin.Capability;
import ai.stt.plugin.Model;
import ai.stt.plugin.speaker.SpeakerEmbedder;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Transcribes speech while it is spoken. Thread-safe. */
public final class StreamSpeech {
  private static final int TRIAL_SECONDS = 4;

  private final ChooseModel choose;
  private final ModelRegistry registry;
  private final TranscriptionSettings transcription;
  private final LiveSettings settings;
  private final LongSupplier nanos;
  private final LiveCapacity capacity;
  private final Object trial = new Object();

  /** Streams on these models. */
  public StreamSpeech(
      ChooseModel choose,
      ModelRegistry registry,
      TranscriptionSettings transcription,
      LiveSettings settings) {
    this(choose, registry, transcription, settings, System::nanoTime);
  }

  /** With another clock. */
  StreamSpeech(
      ChooseModel choose,
      ModelRegistry registry,
      TranscriptionSettings transcription,
      LiveSettings settings,
      LongSupplier nanos) {
    this.choose = choose;
    this.registry = registry;
    this.transcription = transcription;
    this.settings = settings;
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
      try (Lease<VoiceActivityDetector> detecting = lease(Capability.VOICE_ACTIVITY, detector);
          VoiceActivityStream voice =
              detecting == null ? new LevelVoice() : detecting.model().open();
          Lease<SpeakerEmbedder> embedding = lease(Capability.SPEAKER_EMBEDDING, voices)) {
        var speakers = embedding == null ? null : new LiveSpeakers(embedding.model());
        var looking =
            new Looking(
                transcriber.model(),
                place,
                settings.interval(),
                LiveOptions.languageCode(options.language()),
                session::isClosed);
        Duration endpointing =
            Objects.requireNonNullElse(options.endpointing(), settings.endpointing());
        var text = new LiveText(listener, options.interim(), options.prompt());
        var recognition = new LiveRecognition(looking, voice, text, speakers, endpointing);
        ready.complete(session);
        session.run(recognition);
      }
    } catch (Throwable e) { // whoever opens the stream is told; there is nobody else
      ready.completeExceptionally(e);
    } finally {
      session.end();
    }
  }

  /** A place, once it is known how long a look takes: the second of two, as the first warms up. */
  private LiveCapacity.Place enter(Transcriber transcriber, String model)
      throws InterruptedException {
    synchronized (trial) {
      if (capacity.cost(model).isEmpty()) {
        look(transcriber);
        long began = nanos.getAsLong();
        look(transcriber);
        capacity.measured(model, (nanos.getAsLong() - began) / 1e9);
      }
      return capacity.enter(model);
    }
  }

  private static void look(Transcriber transcriber) throws InterruptedException {
    var window = new SpeechWindow(TRIAL_SECONDS * PcmChunk.SAMPLE_RATE_HZ / PcmChunk.FRAME_SAMPLES);
    var random = new Random(1);
    var frame = new float[PcmChunk.FRAME_SAMPLES];
    while (!window.isFull()) {
      for (int i = 0; i < frame.length; i++) {
        frame[i] = 0.05f * (float) random.nextGaussian();
      }
      window.add(frame, 1);
    }
    var options = new TranscriptionOptions(null, null, 1, true);
    transcriber.transcribe(window.source(), options, TranscriptionListener.NONE);
  }

  /** As {@link #check}, for a stream that has its place. */
  public String checkOptions(LiveOptions options) {
    if (options.diarize()) {
      var _ = requireVoices();
    }
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
