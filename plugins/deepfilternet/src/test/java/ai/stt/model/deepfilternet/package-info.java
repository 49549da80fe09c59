/** Tests of DeepFilterNet3 on the real engine and weights. */
@NullMarked
package ai.stt.model.deepfilternet;

import org.jspecify.annotations.NullMarked;
