/** Blobs in a folder or in an S3 store. Holds no knowledge of what the bytes are. */
@NullMarked
package ai.stt.persistence.blob;

import org.jspecify.annotations.NullMarked;
