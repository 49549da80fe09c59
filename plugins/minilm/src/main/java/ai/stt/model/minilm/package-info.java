/**
 * Sentence embeddings of the MiniLM family as a recipe for the host's ONNX Runtime: WordPiece, the
 * graph, the mean over the tokens (W. Wang et al., MiniLM, 2020; N. Reimers and I. Gurevych,
 * Sentence-BERT, 2019). Holds the vocabulary, no weights and no native code.
 */
@NullMarked
package ai.stt.model.minilm;

import org.jspecify.annotations.NullMarked;
