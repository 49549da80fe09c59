/** What every embedder does. */
@NullMarked
package ai.stt.plugin.embedding;

import org.jspecify.annotations.NullMarked;
