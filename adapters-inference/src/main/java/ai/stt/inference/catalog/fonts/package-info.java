/**
 * Fonts that documents embed, fetched once from pinned packages: {@code HOME/fonts}. Holds no
 * rendering.
 */
@NullMarked
package ai.stt.inference.catalog.fonts;

import org.jspecify.annotations.NullMarked;
