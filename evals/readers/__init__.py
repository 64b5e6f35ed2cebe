"""What of a law comes back from the files that people have: Word, PDF, web pages, GBK, scans."""
