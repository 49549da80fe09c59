/**
 * Having a language model write: prompts, material that stays material, answers that are checked.
 * Knows no model and no store; what is written about is the business of others.
 */
@NullMarked
package ai.stt.app.writing;

import org.jspecify.annotations.NullMarked;
