/** Tests of this room. */
@NullMarked
package ai.stt.config.settings;

import org.jspecify.annotations.NullMarked;
