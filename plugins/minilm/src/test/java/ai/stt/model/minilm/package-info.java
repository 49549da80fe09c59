/** Tests of MiniLM on the real engine and weights. */
@NullMarked
package ai.stt.model.minilm;

import org.jspecify.annotations.NullMarked;
