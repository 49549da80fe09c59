/** Tests of the room of the same name. */
@NullMarked
package ai.stt.app.webhook;

import org.jspecify.annotations.NullMarked;
