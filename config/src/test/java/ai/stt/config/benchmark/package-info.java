/** That the benchmarks' programs still compile. What they measure is never asserted. */
@NullMarked
package ai.stt.config.benchmark;

import org.jspecify.annotations.NullMarked;
