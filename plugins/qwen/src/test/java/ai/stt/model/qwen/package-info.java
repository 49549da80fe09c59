/** Tests of the language models on the real engine. */
@NullMarked
package ai.stt.model.qwen;

import org.jspecify.annotations.NullMarked;
