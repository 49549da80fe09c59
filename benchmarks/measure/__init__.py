"""Measures the program and its peers on the same audio, with the same weights, in the same run."""
