/**
 * The catalog of models and the store of those installed: {@code HOME/models/ID/} holds the weights
 * and {@code model.json}. Holds no inference.
 */
@NullMarked
package ai.stt.inference.catalog;

import org.jspecify.annotations.NullMarked;
