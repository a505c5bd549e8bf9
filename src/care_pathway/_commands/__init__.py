"""The commands of the command line: each reads, asks the library, and shows what it said."""
