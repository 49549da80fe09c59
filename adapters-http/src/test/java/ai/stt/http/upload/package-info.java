/** Tests of upload over HTTP. */
@NullMarked
package ai.stt.http.upload;

import org.jspecify.annotations.NullMarked;
