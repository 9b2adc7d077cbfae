"""What the detector's model learnt from, written by us, and how: `make model` makes the weights anew, byte for byte."""
