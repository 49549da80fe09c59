/** The transcription capability: speech in, words with times out. */
@NullMarked
package ai.stt.plugin.transcription;

import org.jspecify.annotations.NullMarked;
