/** Tests of the room of the same name. */
@NullMarked
package ai.stt.documents;

import org.jspecify.annotations.NullMarked;
