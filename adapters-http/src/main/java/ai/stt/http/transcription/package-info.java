/** Transcription over HTTP: the form, the wait, the answer. Holds no recognition. */
@NullMarked
package ai.stt.http.transcription;

import org.jspecify.annotations.NullMarked;
