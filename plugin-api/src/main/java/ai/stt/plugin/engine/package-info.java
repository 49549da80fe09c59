/**
 * The inference engines that the host owns and lends to plugins as plain handles. Holds no native
 * code.
 */
@NullMarked
package ai.stt.plugin.engine;

import org.jspecify.annotations.NullMarked;
