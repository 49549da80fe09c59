package ai.stt.inference.engine.whispercpp;

import java.io.IOException;

/** Weights that are not what they should be; the message goes on from "the weights are bad: ". */
final class WeightsException extends IOException {
  private static final long serialVersionUID = 1L;

  WeightsException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
