/** Tests of the parts of the llama.cpp engine that need no model. */
@NullMarked
package ai.stt.inference.engine.llama;

import org.jspecify.annotations.NullMarked;
