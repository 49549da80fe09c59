package ai.stt.plugin;

import ai.stt.plugin.diarization.Diarizer;
import ai.stt.plugin.embedding.Embedder;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.generation.TextGenerator;
import ai.stt.plugin.recognition.EntityRecogniser;
import ai.stt.plugin.speaker.SpeakerEmbedder;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.understanding.TextAnalyst;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;

/**
 * A thing that models can do, as a typed key.
 *
 * @param id the name on the wire, lower case with dashes
 * @param type the interface that a loaded model implements
 * @param <M> that interface
 */
public record Capability<M extends Model>(String id, Class<M> type) {
  /** Speech to words. */
  public static final Capability<Transcriber> TRANSCRIPTION =
      new Capability<>("transcription", Transcriber.class);

  /** Where in a recording somebody speaks. */
  public static final Capability<VoiceActivityDetector> VOICE_ACTIVITY =
      new Capability<>("voice-activity", VoiceActivityDetector.class);

  /** Who spoke when. */
  public static final Capability<Diarizer> DIARIZATION =
      new Capability<>("diarization", Diarizer.class);

  /** What a voice sounds like. */
  public static final Capability<SpeakerEmbedder> SPEAKER_EMBEDDING =
      new Capability<>("speaker-embedding", SpeakerEmbedder.class);

  /** Noisy speech to clean speech. */
  public static final Capability<Enhancer> ENHANCEMENT =
      new Capability<>("enhancement", Enhancer.class);

  /** Texts to vectors that are near where the texts mean alike. */
  public static final Capability<Embedder> EMBEDDING =
      new Capability<>("embedding", Embedder.class);

  /** What is in a text, told by choosing from it. */
  public static final Capability<TextAnalyst> TEXT_ANALYSIS =
      new Capability<>("text-analysis", TextAnalyst.class);

  /** A conversation to its next message. */
  public static final Capability<TextGenerator> TEXT_GENERATION =
      new Capability<>("text-generation", TextGenerator.class);

  /** Where a text names people, places and other things. */
  public static final Capability<EntityRecogniser> ENTITY_RECOGNITION =
      new Capability<>("entity-recognition", EntityRecogniser.class);
}
