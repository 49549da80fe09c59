/** Tests of this room. */
@NullMarked
package ai.stt.app.transcription;

import org.jspecify.annotations.NullMarked;
