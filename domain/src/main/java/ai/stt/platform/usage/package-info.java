/** What accounts used, day by day. Holds no storage. */
@NullMarked
package ai.stt.platform.usage;

import org.jspecify.annotations.NullMarked;
