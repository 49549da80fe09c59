/**
 * The settings, where they come from, and the folder of all state. The only room that reads the
 * environment.
 */
@NullMarked
package ai.stt.config.settings;

import org.jspecify.annotations.NullMarked;
