/** Tests of streams with a recogniser and a clock that are easy to foresee. */
@NullMarked
package ai.stt.app.live;

import org.jspecify.annotations.NullMarked;
