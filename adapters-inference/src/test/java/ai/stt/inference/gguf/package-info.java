/** Tests of GGUF files. */
@NullMarked
package ai.stt.inference.gguf;

import org.jspecify.annotations.NullMarked;
