/**
 * The program of the decoding child process: recognise, demux, decode and resample one file at a
 * time with FFmpeg. The only home of FFmpeg calls. Its class path holds this module, FFmpeg and
 * nothing else, so it uses no other library.
 */
@NullMarked
package ai.stt.inference.media.child;

import org.jspecify.annotations.NullMarked;
