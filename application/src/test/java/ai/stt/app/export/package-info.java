/** Tests of this room. */
@NullMarked
package ai.stt.app.export;

import org.jspecify.annotations.NullMarked;
