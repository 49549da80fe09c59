/** What the tests of plugins share. */
@NullMarked
package ai.stt.plugin;

import org.jspecify.annotations.NullMarked;
