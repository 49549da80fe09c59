/**
 * Whisper: from windows of audio to words with times and confidence. Holds no native code and no
 * weights; whisper.cpp is the host's.
 */
@NullMarked
package ai.stt.model.whisper;

import org.jspecify.annotations.NullMarked;
