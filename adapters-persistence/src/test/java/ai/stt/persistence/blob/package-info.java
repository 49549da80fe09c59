/** Tests of the room of the same name. */
@NullMarked
package ai.stt.persistence.blob;

import org.jspecify.annotations.NullMarked;
