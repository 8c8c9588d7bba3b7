"""What does a number say: figures, words, places in a row, what it counts?"""
