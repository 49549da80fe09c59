/**
 * Whisper weights in their formats: recognising them, and turning CTranslate2 folders into ggml
 * files without loss. Holds no downloading and runs no model.
 */
@NullMarked
package ai.stt.inference.catalog.convert;

import org.jspecify.annotations.NullMarked;
