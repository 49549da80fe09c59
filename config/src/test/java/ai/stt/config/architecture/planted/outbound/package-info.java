/** Breaks the house's rules on purpose. */
@NullMarked
package ai.stt.config.architecture.planted.outbound;

import org.jspecify.annotations.NullMarked;
