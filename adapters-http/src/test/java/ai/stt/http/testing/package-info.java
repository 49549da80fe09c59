/** A real server on a loopback port, with fake recognition behind it. */
@NullMarked
package ai.stt.http.testing;

import org.jspecify.annotations.NullMarked;
