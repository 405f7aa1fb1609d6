"""Every address the registry answers at."""

from django.contrib import admin
from django.urls import path

from common.health import livez, readyz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("livez", livez),
    path("readyz", readyz),
]
