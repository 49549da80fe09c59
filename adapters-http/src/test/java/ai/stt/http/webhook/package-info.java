/** Tests of the room of the same name. */
@NullMarked
package ai.stt.http.webhook;

import org.jspecify.annotations.NullMarked;
