/**
 * HTTP requests to addresses that callers name, kept out of private networks. Holds no reason to
 * make a request.
 */
@NullMarked
package ai.stt.outbound;

import org.jspecify.annotations.NullMarked;
