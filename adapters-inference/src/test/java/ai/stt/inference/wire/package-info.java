/** Calls between two sides that, in these tests, are in one process. */
@NullMarked
package ai.stt.inference.wire;

import org.jspecify.annotations.NullMarked;
