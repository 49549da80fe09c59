/** Tests of the room of the same name. */
@NullMarked
package ai.stt.app.outbound;

import org.jspecify.annotations.NullMarked;
