/** Tests of the room of the same name. */
@NullMarked
package ai.stt.http.cloud;

import org.jspecify.annotations.NullMarked;
