/**
 * Which models are live, loading them once, lending them out and freeing them. Holds no class
 * loading and no engine.
 */
@NullMarked
package ai.stt.inference.registry;

import org.jspecify.annotations.NullMarked;
