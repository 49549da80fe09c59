/** What a model says about itself. Holds no weights, plugins or devices. */
@NullMarked
package ai.stt.speech.model;

import org.jspecify.annotations.NullMarked;
