/** Tests of the room of the same name. */
@NullMarked
package ai.stt.inference.foreign;

import org.jspecify.annotations.NullMarked;
