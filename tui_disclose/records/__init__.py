"""What an office keeps, as frozen values, and how they are validated and written as documents."""
