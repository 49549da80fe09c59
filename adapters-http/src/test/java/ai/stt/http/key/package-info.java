/** The endpoint of keys over HTTP. */
@NullMarked
package ai.stt.http.key;

import org.jspecify.annotations.NullMarked;
