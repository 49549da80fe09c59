/** Multipart bodies, streamed to the disk. Holds no field's meaning. */
@NullMarked
package ai.stt.http.upload;

import org.jspecify.annotations.NullMarked;
