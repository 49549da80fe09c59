/** Tests of the media decoder, and an encoder that makes the files for them. */
@NullMarked
package ai.stt.inference.media;

import org.jspecify.annotations.NullMarked;
