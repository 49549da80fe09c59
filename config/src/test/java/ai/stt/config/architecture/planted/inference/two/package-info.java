/** Breaks the house's rules on purpose. */
@NullMarked
package ai.stt.config.architecture.planted.inference.two;

import org.jspecify.annotations.NullMarked;
