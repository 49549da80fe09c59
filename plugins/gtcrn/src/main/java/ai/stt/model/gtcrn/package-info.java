/**
 * GTCRN as a recipe for the host's ONNX Runtime: speech at 16 kHz, frame by frame with 32
 * milliseconds of delay (X. Rong et al., GTCRN: A Speech Enhancement Model Requiring Ultralow
 * Computational Resources, 2024). Holds no weights and no native code.
 */
@NullMarked
package ai.stt.model.gtcrn;

import org.jspecify.annotations.NullMarked;
