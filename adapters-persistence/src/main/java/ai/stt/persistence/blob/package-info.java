/** Blobs as files in a folder. Holds no knowledge of what the bytes are. */
@NullMarked
package ai.stt.persistence.blob;

import org.jspecify.annotations.NullMarked;
