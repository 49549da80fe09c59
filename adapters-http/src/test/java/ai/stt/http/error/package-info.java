/** Tests of error. */
@NullMarked
package ai.stt.http.error;

import org.jspecify.annotations.NullMarked;
