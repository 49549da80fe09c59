/** Breaks the house's rules on purpose. */
@NullMarked
package ai.stt.config.architecture.planted.model.gadget;

import org.jspecify.annotations.NullMarked;
