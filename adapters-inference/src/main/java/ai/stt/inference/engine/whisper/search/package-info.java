/**
 * The choice of the next token and of the best text: rules, greedy, sampling and beam search
 * (whisper/decoding.py of openai/whisper). Pure arithmetic on logits; runs no model.
 */
@NullMarked
package ai.stt.inference.engine.whisper.search;

import org.jspecify.annotations.NullMarked;
