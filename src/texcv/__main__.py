"""`python -m texcv`."""

from texcv.cli import main

if __name__ == "__main__":
    main(prog_name="texcv")
