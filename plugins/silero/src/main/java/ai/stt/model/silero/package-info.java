/** Silero VAD: the probability of speech, frame by frame. Holds no native code and no weights. */
@NullMarked
package ai.stt.model.silero;

import org.jspecify.annotations.NullMarked;
