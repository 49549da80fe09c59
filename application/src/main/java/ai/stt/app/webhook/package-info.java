/**
 * Telling the callers' own servers what happened, signed and repeated until they hear it. Holds no
 * HTTP client and no tables.
 */
@NullMarked
package ai.stt.app.webhook;

import org.jspecify.annotations.NullMarked;
