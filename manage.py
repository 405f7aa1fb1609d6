#!/usr/bin/env python3
"""Django's command line, with the registry's settings."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from registry.absent import absence, is_absence
from registry.env import SettingError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingError as error:
        sys.exit(f"error: {error}")
    except OperationalError as error:
        if not is_absence(error):
            raise
        sys.exit(f"error: {absence(error)}")
    except BrokenPipeError:
        # Whoever reads the output, as head does, has had enough; what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
