/** Tests against a real server. */
@NullMarked
package ai.stt.http;

import org.jspecify.annotations.NullMarked;
