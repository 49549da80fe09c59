/** Tests of the room of the same name. */
@NullMarked
package ai.stt.outbound;

import org.jspecify.annotations.NullMarked;
