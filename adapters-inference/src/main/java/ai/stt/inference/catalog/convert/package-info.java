/**
 * Weights in their formats: recognising Whisper, turning CTranslate2 folders into ggml files
 * without loss, and the PyTorch weights of CAM++ into an ONNX graph. Holds no downloading and runs
 * no model.
 */
@NullMarked
package ai.stt.inference.catalog.convert;

import org.jspecify.annotations.NullMarked;
