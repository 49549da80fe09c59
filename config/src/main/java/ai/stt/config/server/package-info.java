/** The server program: starts, serves and stops. Holds no endpoints. */
@NullMarked
package ai.stt.config.server;

import org.jspecify.annotations.NullMarked;
