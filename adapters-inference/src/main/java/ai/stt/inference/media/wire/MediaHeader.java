package ai.stt.inference.media.wire;

/**
 * What a file says about the audio track that is about to be decoded.
 *
 * @param container FFmpeg's name of the container, such as {@code matroska,webm}
 * @param codec FFmpeg's name of the codec, such as {@code aac}
 * @param sampleRateHz samples per second before resampling
 * @param channels before mixing down
 * @param claimedSeconds length that the container states, NaN when it states none
 * @param estimated whether that length is only guessed from the bit rate
 */
public record MediaHeader(
    String container,
    String codec,
    int sampleRateHz,
    int channels,
    double claimedSeconds,
    boolean estimated) {}
