package ai.stt.app.pii;

import java.math.BigInteger;

/** The check digits of numbers. All take digits only, unless they say otherwise. */
final class Checksums {
  /** Verhoeff's multiplication and permutation of the dihedral group of ten. */
  private static final int[][] DIHEDRAL = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
    {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
    {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
    {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
    {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
    {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
    {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
    {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
    {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
  };

  private static final int[] TURN = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

  private Checksums() {}

  /** ISO/IEC 7812, cards and others. */
  static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  /** ISO 7064 MOD 97-10 of letters and digits, A being 10. */
  static boolean mod97(String alphanumeric) {
    var number = new StringBuilder();
    for (int i = 0; i < alphanumeric.length(); i++) {
      number.append(Character.digit(alphanumeric.charAt(i), 36));
    }
    return new BigInteger(number.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
  }

  /** ISO 7064 MOD 11,10. */
  static boolean mod11And10(String digits) {
    int product = 10;
    for (int i = 0; i < digits.length() - 1; i++) {
      int sum = (digits.charAt(i) - '0' + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10 == digits.charAt(digits.length() - 1) - '0';
  }

  /** J. Verhoeff, Error detecting decimal codes, 1969. */
  static boolean verhoeff(String digits) {
    int check = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      for (int turn = 0; turn < i % 8; turn++) {
        digit = TURN[digit];
      }
      check = DIHEDRAL[check][digit];
    }
    return check == 0;
  }

  /** The sum of the first digits, each by its weight. */
  static int weighted(String digits, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += (digits.charAt(i) - '0') * weights[i];
    }
    return sum;
  }
}
