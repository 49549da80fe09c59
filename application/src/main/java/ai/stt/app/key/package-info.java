/** API keys: making, listing, revoking, and telling who calls. */
@NullMarked
package ai.stt.app.key;

import org.jspecify.annotations.NullMarked;
