/** Tests of the room of the same name. */
@NullMarked
package ai.stt.app.storage;

import org.jspecify.annotations.NullMarked;
