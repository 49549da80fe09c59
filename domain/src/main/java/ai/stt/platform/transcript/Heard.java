package ai.stt.platform.transcript;

/**
 * What a transcription found out about a whole recording.
 *
 * @param model id of the model that did it
 * @param language ISO 639 code
 * @param languageProbability 0..1
 * @param duration seconds
 */
public record Heard(String model, String language, double languageProbability, double duration) {}
