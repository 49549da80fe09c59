/**
 * Understanding texts: vectors, summaries, analyses, content made of them. Puts the models together
 * that each do a part; holds no model and no rule of any language.
 */
@NullMarked
package ai.stt.app.text;

import org.jspecify.annotations.NullMarked;
