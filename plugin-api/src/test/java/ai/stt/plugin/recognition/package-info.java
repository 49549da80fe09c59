/** The suite that every entity recogniser passes. */
@NullMarked
package ai.stt.plugin.recognition;

import org.jspecify.annotations.NullMarked;
