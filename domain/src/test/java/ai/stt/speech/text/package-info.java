/** Tests of this room. */
@NullMarked
package ai.stt.speech.text;

import org.jspecify.annotations.NullMarked;
