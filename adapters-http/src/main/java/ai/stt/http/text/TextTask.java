package ai.stt.http.text;

import ai.stt.app.writing.WritingListener;

/** Work on a text, whose result becomes JSON. */
@FunctionalInterface
interface TextTask {
  Object run(WritingListener listener) throws Exception;
}
