/** What every analyst of texts does. */
@NullMarked
package ai.stt.plugin.understanding;

import org.jspecify.annotations.NullMarked;
