/** The capability of telling what a voice sounds like. Knows no recordings and no turns. */
@NullMarked
package ai.stt.plugin.speaker;

import org.jspecify.annotations.NullMarked;
