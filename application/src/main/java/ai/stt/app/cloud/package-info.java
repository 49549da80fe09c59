/**
 * Servers that accounts register here, and this server's own reports to another one. Holds no HTTP.
 */
@NullMarked
package ai.stt.app.cloud;

import org.jspecify.annotations.NullMarked;
