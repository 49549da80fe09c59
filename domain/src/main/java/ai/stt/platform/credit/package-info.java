/**
 * Money: a credit is a minute of audio. The ledger's entries and what they add up to. Holds no
 * storage.
 */
@NullMarked
package ai.stt.platform.credit;

import org.jspecify.annotations.NullMarked;
