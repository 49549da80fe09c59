package ai.stt.config.settings;

import ai.stt.app.access.AnonymousSettings;
import ai.stt.app.enhancement.EnhancementSettings;
import ai.stt.app.live.LiveSettings;
import ai.stt.app.outbound.OutboundSettings;
import ai.stt.app.text.TextSettings;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.http.HttpSettings;
import ai.stt.http.live.StreamLimits;
import ai.stt.inference.catalog.CatalogPolicy;
import ai.stt.inference.engine.llama.LlamaSettings;
import ai.stt.inference.engine.whisper.WhisperEngineChoice;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.media.MediaSettings;
import ai.stt.inference.registry.RegistrySettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The settings of the platform; {@code default.yml} documents each of them. */
public record Settings(
    TranscriptionSettings transcription,
    EnhancementSettings enhancement,
    Live live,
    TextSettings text,
    Models models,
    CatalogSettings catalogs,
    PluginSettings plugins,
    Device device,
    Inference inference,
    Whisper whisper,
    WhisperCpp whisperCpp,
    LlamaCpp llamaCpp,
    Access access,
    DatabaseChoice database,
    BlobSettings blobs,
    AccountSettings accounts,
    HttpSettings http,
    OutboundSettings outbound,
    CloudSettings cloud,
    MediaSettings media) {
  /** Checks what the rooms cannot check alone. */
  public Settings {
    var _ = live.policy();
    var _ = live.limits();
    var _ = catalogs.policy(plugins);
  }

  /** Streams. */
  public record Live(
      int maxSessions,
      Duration maxDuration,
      Duration interval,
      Duration endpointing,
      Duration maxDelay,
      double maxSpeed,
      Duration idleTimeout,
      Duration ping,
      Duration drain,
      Duration resume,
      Duration patience) {
    /** How they are heard. */
    public LiveSettings policy() {
      return new LiveSettings(maxSessions, maxDuration, interval, endpointing, maxDelay, maxSpeed);
    }

    /** How connections are kept. */
    public StreamLimits limits() {
      return new StreamLimits(idleTimeout, ping, drain, resume, patience);
    }
  }

  /** Which models are there and in memory. */
  public record Models(
      String initial,
      List<String> voiceActivity,
      List<String> diarization,
      List<String> enhancement,
      List<String> embedding,
      List<String> preload,
      Duration releaseAfter,
      Duration poll,
      Duration failureRetry,
      Duration patience) {
    /**
     * The part that the registry needs.
     *
     * @param memoryBytes of the device that models may take together
     */
    public RegistrySettings registry(long memoryBytes) {
      return new RegistrySettings(releaseAfter, preload, poll, failureRetry, patience, memoryBytes);
    }
  }

  /** The device and the queue in front of it. */
  public record Device(
      int threads, long memory, int concurrency, int queue, Duration grace, boolean cpuFallback) {
    /** Checks the numbers. */
    public Device {
      require(threads >= 0, "threads is not negative");
      require(memory >= 0, "memory is not negative");
      require(concurrency >= 1 && concurrency <= 1024, "concurrency is in 1..1024");
      require(queue >= 1 && queue <= 1_000_000, "queue is in 1..1000000");
      require(!grace.isNegative(), "grace is not negative");
    }

    /**
     * What models may take together.
     *
     * @param allBytes of the device
     */
    public long memoryFor(long allBytes) {
      return memory > 0 ? memory : Math.max(1, allBytes / 5 * 4);
    }
  }

  /**
   * Where models run.
   *
   * @param isolation {@code in-process}, or {@code process} for one of their own
   * @param javaOptions of that process, beside those of the program
   */
  public record Inference(String isolation, List<String> javaOptions) {
    /** Checks the name and takes a copy. */
    public Inference {
      require(
          isolation.equals("in-process") || isolation.equals("process"),
          "isolation is in-process or process");
      javaOptions = List.copyOf(javaOptions);
      require(
          javaOptions.stream().allMatch(option -> option.startsWith("-")),
          "java_options are options of Java, such as -Xmx2g");
    }

    /** Whether models run in a process of their own. */
    public boolean apart() {
      return isolation.equals("process");
    }
  }

  /** What runs Whisper's weights. */
  public record Whisper(String engine, String precision) {
    /** Checks the names. */
    public Whisper {
      WhisperEngineChoice.named(engine);
      require(precision.equals("int8") || precision.equals("fp32"), "precision is int8 or fp32");
    }

    /** The engine. */
    public WhisperEngineChoice engineChoice() {
      return WhisperEngineChoice.named(engine);
    }

    /**
     * The same where who brings a library of whisper.cpp, as one for a GPU, means it to be used.
     */
    public WhisperEngineChoice engineChoice(WhisperCpp whisperCpp) {
      WhisperEngineChoice choice = engineChoice();
      boolean own = whisperCpp.ownLibrary().isPresent();
      return choice == WhisperEngineChoice.AUTO && own ? WhisperEngineChoice.WHISPER_CPP : choice;
    }

    /** How the engine computes. */
    public Precision computing() {
      return precision.equals("int8") ? Precision.INT8 : Precision.FP32;
    }
  }

  /** The whisper.cpp engine. */
  public record WhisperCpp(String library, boolean gpu, boolean alignWords) {
    /** The library when an own one is configured. */
    public Optional<String> ownLibrary() {
      return Optional.of(library.strip()).filter(path -> !path.isEmpty());
    }

    /** Whether it is to run on a GPU: the packaged library cannot. */
    public boolean onGpu() {
      return gpu && ownLibrary().isPresent();
    }
  }

  /** Who may call. */
  public record Access(String keys, AnonymousSettings anonymous, List<String> trustedProxies) {
    /** The keys, one by one. */
    public List<String> keyList() {
      return Arrays.stream(keys.split(","))
          .map(String::strip)
          .filter(key -> !key.isEmpty())
          .toList();
    }
  }

  /**
   * The llama.cpp engine.
   *
   * @param library folder of an own one, blank for the packaged one
   */
  public record LlamaCpp(String library, boolean gpu, int room, int together, int waiting) {
    /** Checks the numbers. */
    public LlamaCpp {
      var _ = new LlamaSettings(1, gpu, room, together, waiting);
    }

    /** Whether it is to run on a GPU: the packaged library cannot. */
    public boolean onGpu() {
      return gpu && !library.isBlank();
    }

    /** How the engine computes. */
    public LlamaSettings computing(int threads, boolean onGpu) {
      return new LlamaSettings(threads, onGpu, room, together, waiting);
    }
  }

  /** The operator's catalogs, and when they are believed. */
  public CatalogPolicy catalogPolicy() {
    return catalogs.policy(plugins);
  }

  private static void require(boolean ok, String rule) {
    if (!ok) {
      throw new IllegalArgumentException(rule);
    }
  }
}
