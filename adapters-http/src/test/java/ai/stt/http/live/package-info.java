/** Tests of streams over real connections, with a recogniser that is easy to foresee. */
@NullMarked
package ai.stt.http.live;

import org.jspecify.annotations.NullMarked;
