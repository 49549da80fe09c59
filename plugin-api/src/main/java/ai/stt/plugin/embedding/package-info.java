/** The embedding capability: texts in, vectors of their meaning out. */
@NullMarked
package ai.stt.plugin.embedding;

import org.jspecify.annotations.NullMarked;
