/** Servers of their own that accounts register. Holds no storage and no HTTP. */
@NullMarked
package ai.stt.platform.cloud;

import org.jspecify.annotations.NullMarked;
