/**
 * Requests that the server makes because a caller named an address, and which addresses it will
 * never talk to. Holds no HTTP client.
 */
@NullMarked
package ai.stt.app.outbound;

import org.jspecify.annotations.NullMarked;
