/** The suite that every model of this capability passes. */
@NullMarked
package ai.stt.plugin.speaker;

import org.jspecify.annotations.NullMarked;
