"""One model over many photos: what to read and write, many photos at once, what earlier runs did, and other machines."""
