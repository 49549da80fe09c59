/**
 * Builds ONNX graphs and writes them as files, so that weights of any format become a model that
 * ONNX Runtime runs, without the tools of another language. Knows the file format and no operator,
 * no architecture and no runtime.
 */
@NullMarked
package ai.stt.inference.onnx;

import org.jspecify.annotations.NullMarked;
