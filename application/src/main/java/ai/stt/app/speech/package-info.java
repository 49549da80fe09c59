/**
 * What surrounds recognition on the way of a recording: voice activity in front of it, speakers
 * beside it, and putting both together with the words. Recognises nothing itself.
 */
@NullMarked
package ai.stt.app.speech;

import org.jspecify.annotations.NullMarked;
