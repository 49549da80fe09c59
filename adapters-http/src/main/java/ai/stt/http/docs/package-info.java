/** The API's description and the page to try it. Holds no behaviour of the API. */
@NullMarked
package ai.stt.http.docs;

import org.jspecify.annotations.NullMarked;
