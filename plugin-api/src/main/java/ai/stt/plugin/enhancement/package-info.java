/** The enhancement capability: noisy speech in, the same speech with less noise out. */
@NullMarked
package ai.stt.plugin.enhancement;

import org.jspecify.annotations.NullMarked;
