/** Tests of enhancement and of loudness. */
@NullMarked
package ai.stt.app.enhancement;

import org.jspecify.annotations.NullMarked;
