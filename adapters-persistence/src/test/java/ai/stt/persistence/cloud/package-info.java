/** Tests of the room of the same name. */
@NullMarked
package ai.stt.persistence.cloud;

import org.jspecify.annotations.NullMarked;
