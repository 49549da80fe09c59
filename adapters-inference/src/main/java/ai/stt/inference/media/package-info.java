/**
 * Media files to PCM, host side: lends pre-started child processes to one file at a time and puts
 * limits on them. Holds no FFmpeg call and loads no native library; that is the child's work.
 */
@NullMarked
package ai.stt.inference.media;

import org.jspecify.annotations.NullMarked;
