/** Tests of chats, and what every store of them does. */
@NullMarked
package ai.stt.app.chat;

import org.jspecify.annotations.NullMarked;
