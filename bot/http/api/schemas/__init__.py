"""What requests and answers look like, one resource a file."""
