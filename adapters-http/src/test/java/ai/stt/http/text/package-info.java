/** Tests of the text endpoints over HTTP. */
@NullMarked
package ai.stt.http.text;

import org.jspecify.annotations.NullMarked;
