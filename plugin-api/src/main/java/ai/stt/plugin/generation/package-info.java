/** The text generation capability: a conversation in, its next message out, piece by piece. */
@NullMarked
package ai.stt.plugin.generation;

import org.jspecify.annotations.NullMarked;
