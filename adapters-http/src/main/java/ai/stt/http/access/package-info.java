/**
 * Who calls, read from HTTP: bearer keys, a browser's session, addresses, quota headers. A resource
 * asks the doorkeeper for its caller. Holds no keys and no counting.
 */
@NullMarked
package ai.stt.http.access;

import org.jspecify.annotations.NullMarked;
