/** Breaks the house's rules on purpose. */
@NullMarked
package ai.stt.config.architecture.planted.speech.one;

import org.jspecify.annotations.NullMarked;
