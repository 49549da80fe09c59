/**
 * From a noisy recording to a clean one of even loudness: the model, loudness by EBU R 128, and the
 * limiter. Holds no model and no codec.
 */
@NullMarked
package ai.stt.app.enhancement;

import org.jspecify.annotations.NullMarked;
