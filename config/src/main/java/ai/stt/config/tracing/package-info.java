/** OpenTelemetry traces: who sends them where, and which spans there are. Holds no metrics. */
@NullMarked
package ai.stt.config.tracing;

import org.jspecify.annotations.NullMarked;
