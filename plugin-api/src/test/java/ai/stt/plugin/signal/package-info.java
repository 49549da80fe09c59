/** Tests of the shared transforms. */
@NullMarked
package ai.stt.plugin.signal;

import org.jspecify.annotations.NullMarked;
