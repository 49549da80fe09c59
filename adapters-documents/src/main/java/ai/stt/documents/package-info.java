/**
 * Transcripts as documents that people read and print. The only home of PDFBox, POI and ICU. Holds
 * no decision about what a transcript is, and fetches no fonts.
 */
@NullMarked
package ai.stt.documents;

import org.jspecify.annotations.NullMarked;
