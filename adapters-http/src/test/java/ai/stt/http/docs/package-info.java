/** Tests of docs. */
@NullMarked
package ai.stt.http.docs;

import org.jspecify.annotations.NullMarked;
