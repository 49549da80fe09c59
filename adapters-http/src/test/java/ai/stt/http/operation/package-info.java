/** The operator's endpoints. */
@NullMarked
package ai.stt.http.operation;

import org.jspecify.annotations.NullMarked;
