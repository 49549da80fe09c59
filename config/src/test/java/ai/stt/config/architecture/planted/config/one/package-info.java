/** Breaks the house's rules on purpose. */
@NullMarked
package ai.stt.config.architecture.planted.config.one;

import org.jspecify.annotations.NullMarked;
