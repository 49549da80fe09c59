/** Tests of this room. */
@NullMarked
package ai.stt.app.scheduling;

import org.jspecify.annotations.NullMarked;
