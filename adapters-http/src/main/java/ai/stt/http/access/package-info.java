/**
 * Who calls, read from HTTP: bearer keys, addresses, quota headers. Holds no key list and no
 * counting.
 */
@NullMarked
package ai.stt.http.access;

import org.jspecify.annotations.NullMarked;
