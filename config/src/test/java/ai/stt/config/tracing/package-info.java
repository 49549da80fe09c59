/** Tests of traces. */
@NullMarked
package ai.stt.config.tracing;

import org.jspecify.annotations.NullMarked;
