package ai.stt.app.pii;

/** Kinds of what tells who somebody is; of two that claim the same place the former is meant. */
public enum PiiType {
  IBAN,
  NATIONAL_ID,
  CARD,
  EMAIL,
  URL,
  IP_ADDRESS,
  DATE_OF_BIRTH,
  PHONE,
  ADDRESS,
  /** The name of somebody, which no rule finds but a recogniser. */
  PERSON
}
