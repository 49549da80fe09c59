/** Tests of the room of the same name. */
@NullMarked
package ai.stt.app.cloud;

import org.jspecify.annotations.NullMarked;
