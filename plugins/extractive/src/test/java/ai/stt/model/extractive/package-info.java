/** Tests of the analyst, on texts in several languages. */
@NullMarked
package ai.stt.model.extractive;

import org.jspecify.annotations.NullMarked;
