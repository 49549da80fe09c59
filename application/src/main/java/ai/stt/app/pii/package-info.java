/**
 * Takes out of texts what tells who somebody is, by rules that need no model, and what others found
 * beside them. Holds no network and no list of people.
 */
@NullMarked
package ai.stt.app.pii;

import org.jspecify.annotations.NullMarked;
