/** Tests of the room of the same name. */
@NullMarked
package ai.stt.inference.catalog.convert;

import org.jspecify.annotations.NullMarked;
