/**
 * Transforms that several plugins need, in plain Java: the Fourier transform and frames that
 * overlap. Holds no feature of a certain model.
 */
@NullMarked
package ai.stt.plugin.signal;

import org.jspecify.annotations.NullMarked;
