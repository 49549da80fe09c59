/** Tests of transcription over HTTP. */
@NullMarked
package ai.stt.http.transcription;

import org.jspecify.annotations.NullMarked;
