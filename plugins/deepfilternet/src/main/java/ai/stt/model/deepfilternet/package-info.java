/**
 * DeepFilterNet3 as a recipe for the host's ONNX Runtime: spectra, features, gains and deep
 * filtering (H. Schröter et al., DeepFilterNet: Perceptually Motivated Real-Time Speech
 * Enhancement, 2023). Holds no weights and no native code.
 */
@NullMarked
package ai.stt.model.deepfilternet;

import org.jspecify.annotations.NullMarked;
