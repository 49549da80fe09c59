/** API keys: their format, their hash, what they may do. Holds no storage and no HTTP. */
@NullMarked
package ai.stt.platform.key;

import org.jspecify.annotations.NullMarked;
