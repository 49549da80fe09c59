/** Tests of the search on made-up logits. */
@NullMarked
package ai.stt.inference.engine.whisper.search;

import org.jspecify.annotations.NullMarked;
