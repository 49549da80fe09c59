/**
 * Whisper as ONNX graphs: from the tensors of a ggml file to the files that ONNX Runtime opens, in
 * each precision, kept on disk. Knows the architecture; runs nothing.
 */
@NullMarked
package ai.stt.inference.engine.whisper.graph;

import org.jspecify.annotations.NullMarked;
