/** Tests of the recipe on an engine that needs no weights. */
@NullMarked
package ai.stt.model.whisper;

import org.jspecify.annotations.NullMarked;
