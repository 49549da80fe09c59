/** Tests of the engine, most of them on a model of random weights that takes no time. */
@NullMarked
package ai.stt.inference.engine.whisper;

import org.jspecify.annotations.NullMarked;
