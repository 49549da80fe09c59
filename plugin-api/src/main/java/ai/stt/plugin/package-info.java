/**
 * What a plugin is and what it may ask its host for. Holds no capability, no engine, and nothing of
 * the loader that runs plugins.
 */
@NullMarked
package ai.stt.plugin;

import org.jspecify.annotations.NullMarked;
