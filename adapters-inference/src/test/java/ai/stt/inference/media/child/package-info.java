/** Children that misbehave on purpose; they exist in tests only. */
@NullMarked
package ai.stt.inference.media.child;

import org.jspecify.annotations.NullMarked;
