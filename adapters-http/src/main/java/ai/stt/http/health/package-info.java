/** Whether the server is well. Holds no device code. */
@NullMarked
package ai.stt.http.health;

import org.jspecify.annotations.NullMarked;
