/**
 * Whisper: from windows of audio to words with times and confidence. Holds no native code and no
 * weights; the engines are the host's.
 */
@NullMarked
package ai.stt.model.whisper;

import org.jspecify.annotations.NullMarked;
