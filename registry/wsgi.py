"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from claims.matching.configured import encoder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")

application = get_wsgi_application()
encoder()  # a model is read before the first request, not in it

# What is loaded by now stays for as long as the process does, and need not be looked through again and again.
gc.collect()
gc.freeze()
