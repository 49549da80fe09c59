/** What was said and when: words, segments, transcripts. Holds no rendering and no storage. */
@NullMarked
package ai.stt.speech.transcript;

import org.jspecify.annotations.NullMarked;
