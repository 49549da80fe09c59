/**
 * ONNX Runtime: its libraries, and graphs as sessions. Holds no model's recipe; those are the
 * plugins'.
 */
@NullMarked
package ai.stt.inference.engine.onnx;

import org.jspecify.annotations.NullMarked;
