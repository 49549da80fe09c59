/**
 * {@code /v1/stream}: speech over a WebSocket, in the dialect of the API reference and in that of
 * the published clients. Holds the connection and its wire format, and no policy of recognition.
 */
@NullMarked
package ai.stt.http.live;

import org.jspecify.annotations.NullMarked;
