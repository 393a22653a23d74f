"""The guided tour: eight stops that drive the real program on a sample photo."""
