/** Tests of the room of the same name. */
@NullMarked
package ai.stt.app.blob;

import org.jspecify.annotations.NullMarked;
