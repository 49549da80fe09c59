/** Phone numbers by the numbering plans of the world. Holds no other kind of personal data. */
@NullMarked
package ai.stt.inference.phone;

import org.jspecify.annotations.NullMarked;
