"""What no test can see: a person in charge states it in a workbook, which is read, kept as evidence and judged."""
