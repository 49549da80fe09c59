/** How the server says no: one JSON shape, one table of statuses. Holds no reason to say no. */
@NullMarked
package ai.stt.http.error;

import org.jspecify.annotations.NullMarked;
