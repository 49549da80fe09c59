/** Tests of the room of the same name. */
@NullMarked
package ai.stt.inference.catalog;

import org.jspecify.annotations.NullMarked;
