/**
 * The unit of work that all features share. Knows no feature: their stores are asked for by type.
 */
@NullMarked
package ai.stt.app.storage;

import org.jspecify.annotations.NullMarked;
