/**
 * GLiNER (U. Zaratiana et al., GLiNER: Generalist Model for Named Entity Recognition using
 * Bidirectional Transformer, 2023): words, pieces, the graph's inputs, and what its numbers say.
 * Holds no weights and knows no kind of entity by itself.
 */
@NullMarked
package ai.stt.model.gliner;

import org.jspecify.annotations.NullMarked;
