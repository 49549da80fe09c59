/**
 * Weights in the formats in which they are published: recognising them, and turning them without
 * loss into the one file that a plugin takes. Holds no downloading and runs no model.
 */
@NullMarked
package ai.stt.inference.catalog.convert;

import org.jspecify.annotations.NullMarked;
