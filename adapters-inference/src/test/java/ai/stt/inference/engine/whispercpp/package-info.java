/** Tests of the engine on the packaged library, with real weights and with weights of no use. */
@NullMarked
package ai.stt.inference.engine.whispercpp;

import org.jspecify.annotations.NullMarked;
