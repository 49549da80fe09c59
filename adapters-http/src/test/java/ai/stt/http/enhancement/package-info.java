/** Tests of enhancement over HTTP. */
@NullMarked
package ai.stt.http.enhancement;

import org.jspecify.annotations.NullMarked;
