"""What the program is called wherever somebody sees it."""

BRAND = "消防责任助手"
