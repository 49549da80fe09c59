/** {@code /api/v1/usage}: what an account used. Holds no counting. */
@NullMarked
package ai.stt.http.usage;

import org.jspecify.annotations.NullMarked;
