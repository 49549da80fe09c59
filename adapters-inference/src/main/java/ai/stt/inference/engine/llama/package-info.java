/**
 * llama.cpp through the foreign function interface: the library, weights, and one loop that
 * computes the requests of all callers together. Holds no prompt and no policy of texts; those are
 * the plugin's and the use cases'.
 */
@NullMarked
package ai.stt.inference.engine.llama;

import org.jspecify.annotations.NullMarked;
