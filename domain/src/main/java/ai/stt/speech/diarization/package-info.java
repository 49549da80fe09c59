/** Who spoke when, without the words. */
@NullMarked
package ai.stt.speech.diarization;

import org.jspecify.annotations.NullMarked;
