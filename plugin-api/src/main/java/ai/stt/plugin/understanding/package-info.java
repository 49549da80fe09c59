/**
 * The text analysis capability: a text in, what is in it out, as places in that text. Nothing is
 * ever said that the text does not hold.
 */
@NullMarked
package ai.stt.plugin.understanding;

import org.jspecify.annotations.NullMarked;
