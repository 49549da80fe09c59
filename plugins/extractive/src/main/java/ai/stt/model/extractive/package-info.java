/**
 * Understands texts without a language model: sentences by centrality with redundancy removed (G.
 * Erkan and D. Radev, LexRank, 2004; J. Carbonell and J. Goldstein, MMR, 1998), chapters by shifts
 * of topic (M. Hearst, TextTiling, 1997), the rest by rules that are data files of each language.
 * Holds no vectors of its own but those of words, and says nothing that a text does not hold.
 */
@NullMarked
package ai.stt.model.extractive;

import org.jspecify.annotations.NullMarked;
