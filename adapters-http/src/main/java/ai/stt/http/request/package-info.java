/**
 * What holds for every request and answer: ids, cross-origin rules, unread bodies. Holds no route.
 */
@NullMarked
package ai.stt.http.request;

import org.jspecify.annotations.NullMarked;
