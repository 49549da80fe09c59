/** Graphs that are built, written and run. */
@NullMarked
package ai.stt.inference.onnx;

import org.jspecify.annotations.NullMarked;
