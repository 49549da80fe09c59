/**
 * The entity recognition capability: a text and kinds of things in, the places of such things out.
 */
@NullMarked
package ai.stt.plugin.recognition;

import org.jspecify.annotations.NullMarked;
