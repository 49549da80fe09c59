/** Lists of models and languages. Holds no registry. */
@NullMarked
package ai.stt.http.model;

import org.jspecify.annotations.NullMarked;
