/**
 * Whisper on ONNX Runtime: the windows of all recordings that use a model share its decoder's
 * steps. Holds no policy of where a recording is cut and no words; those are the plugin's.
 */
@NullMarked
package ai.stt.inference.engine.whisper;

import org.jspecify.annotations.NullMarked;
