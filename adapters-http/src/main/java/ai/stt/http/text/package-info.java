/** The text endpoints of the API. Holds no model and no rule. */
@NullMarked
package ai.stt.http.text;

import org.jspecify.annotations.NullMarked;
