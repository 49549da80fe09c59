/** Tests of the room of the same name. */
@NullMarked
package ai.stt.inference.catalog.fonts;

import org.jspecify.annotations.NullMarked;
