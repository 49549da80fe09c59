/** Tests of the transcripts that accounts keep. */
@NullMarked
package ai.stt.http.transcript;

import org.jspecify.annotations.NullMarked;
