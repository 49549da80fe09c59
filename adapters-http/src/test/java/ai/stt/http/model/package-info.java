/** Tests of the lists and of health. */
@NullMarked
package ai.stt.http.model;

import org.jspecify.annotations.NullMarked;
