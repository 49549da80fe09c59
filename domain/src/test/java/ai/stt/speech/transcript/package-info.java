/** Tests of this room. */
@NullMarked
package ai.stt.speech.transcript;

import org.jspecify.annotations.NullMarked;
