/**
 * The model {@code stt-ai-enhanced}: recognition behind a measurement of the noise and, where it is
 * needed, an enhancer. Recognises nothing itself.
 */
@NullMarked
package ai.stt.app.enhanced;

import org.jspecify.annotations.NullMarked;
