/** The suite that every text generator passes. */
@NullMarked
package ai.stt.plugin.generation;

import org.jspecify.annotations.NullMarked;
