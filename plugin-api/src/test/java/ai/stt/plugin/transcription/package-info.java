/** The test kit of the transcription capability. Holds no test of a certain model. */
@NullMarked
package ai.stt.plugin.transcription;

import org.jspecify.annotations.NullMarked;
