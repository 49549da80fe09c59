/** GGUF files, as far as they are read without an engine. Computes nothing. */
@NullMarked
package ai.stt.inference.gguf;

import org.jspecify.annotations.NullMarked;
