/** What accounts used, day by day. */
@NullMarked
package ai.stt.app.usage;

import org.jspecify.annotations.NullMarked;
