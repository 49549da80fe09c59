/**
 * What the host and its decoding child say to each other over the child's standard input and
 * output. Runs on both sides, so it holds nothing but the JDK.
 */
@NullMarked
package ai.stt.inference.media.wire;

import org.jspecify.annotations.NullMarked;
