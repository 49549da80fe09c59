/** Tests of access. */
@NullMarked
package ai.stt.http.access;

import org.jspecify.annotations.NullMarked;
