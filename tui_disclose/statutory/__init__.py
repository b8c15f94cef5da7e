"""What the law fixes: the forms as data and how their figures and labels are read."""
