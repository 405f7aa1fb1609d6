"""The groups Checkers, Editors and Administrators, with their rights and with what they see at the desk."""

from django.db import migrations

from claims.roles import MEANINGS, RIGHTS, Role

# Rights are about a model, whose content type Django's permissions want.
MODELS = {
    "draft_verdict": "verdict",
    "publish_verdict": "verdict",
    "decide_candidate": "candidate",
    "merge_claim": "claim",
    "manage_ratingscale": "ratingscale",
    "add_topic": "topic",
    "change_topic": "topic",
    "delete_topic": "topic",
    "add_source": "source",
    "change_source": "source",
    "delete_source": "source",
}
SEEN = {
    "claims": ("candidate", "claim", "evidence", "rating", "ratingscale", "topic", "verdict", "verdictdraft"),
    "sources": ("article", "articleversion", "feed", "source"),
}
# Django's own permissions beyond seeing: (app, model) → verbs.
CHECKER = {("claims", "claim"): ("change",), ("sources", "article"): ("add",)}
ADMINISTRATOR = {**CHECKER, ("sources", "feed"): ("add", "change")}
BEYOND = {Role.CHECKER: CHECKER, Role.EDITOR: CHECKER, Role.ADMINISTRATOR: ADMINISTRATOR}


def permission(apps, app, model, codename, name):
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = types.get_or_create(app_label=app, model=model)
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]


def held(apps, role):
    for right in RIGHTS[role]:
        yield permission(apps, right.app, MODELS[right.codename], right.codename, MEANINGS[right])
    wanted = {(app, model): ("view",) for app, models in SEEN.items() for model in models}
    for (app, model), verbs in [*wanted.items(), *BEYOND[role].items()]:
        for verb in verbs:
            yield permission(apps, app, model, f"{verb}_{model}", f"Can {verb} {model}")


def add(apps, schema_editor):
    for role in Role:
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role.value)
        group.permissions.add(*held(apps, role))


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=[role.value for role in Role]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0002_first_scale"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add, remove)]
