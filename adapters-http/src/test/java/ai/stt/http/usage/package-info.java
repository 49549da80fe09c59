/** The endpoint of usage over HTTP. */
@NullMarked
package ai.stt.http.usage;

import org.jspecify.annotations.NullMarked;
