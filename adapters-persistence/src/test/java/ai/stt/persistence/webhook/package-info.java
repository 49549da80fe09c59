/** Tests of the room of the same name. */
@NullMarked
package ai.stt.persistence.webhook;

import org.jspecify.annotations.NullMarked;
