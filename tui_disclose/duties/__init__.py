"""What is owed, by when: pure functions over records, with today as an argument."""
