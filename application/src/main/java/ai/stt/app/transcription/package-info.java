/** From a media file to a transcript. */
@NullMarked
package ai.stt.app.transcription;

import org.jspecify.annotations.NullMarked;
