/** Tests of GTCRN on the real engine and weights. */
@NullMarked
package ai.stt.model.gtcrn;

import org.jspecify.annotations.NullMarked;
