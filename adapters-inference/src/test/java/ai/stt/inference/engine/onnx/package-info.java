/** The ONNX Runtime engine on small graphs. */
@NullMarked
package ai.stt.inference.engine.onnx;

import org.jspecify.annotations.NullMarked;
