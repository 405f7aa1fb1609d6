"""The groups Checkers, Editors and Administrators, with their rights and with what they see at the desk."""

from django.db import migrations

# By the permission: the app and the model that it is about, and what it says.
RIGHTS = {
    "draft_verdict": ("claims", "verdict", "Can draft verdicts and add evidence"),
    "publish_verdict": ("claims", "verdict", "Can publish verdicts"),
    "decide_candidate": ("claims", "candidate", "Can decide on candidates"),
    "merge_claim": ("claims", "claim", "Can merge claims and undo it"),
    "manage_ratingscale": ("claims", "ratingscale", "Can manage rating scales"),
    "cancel_importjob": ("claims", "importjob", "Can cancel imports of others"),
    "add_topic": ("claims", "topic", "Can add topics"),
    "change_topic": ("claims", "topic", "Can rename topics"),
    "delete_topic": ("claims", "topic", "Can delete topics"),
    "add_source": ("sources", "source", "Can add sources"),
    "change_source": ("sources", "source", "Can change sources"),
    "delete_source": ("sources", "source", "Can delete sources"),
}
CHECKER = ("draft_verdict", "decide_candidate")
EDITOR = (*CHECKER, "publish_verdict", "merge_claim", "add_topic", "change_topic")
ROLES = {"Checkers": CHECKER, "Editors": EDITOR, "Administrators": tuple(RIGHTS)}
SEEN = {
    "claims": ("candidate", "claim", "evidence", "rating", "ratingscale", "topic", "verdict", "verdictdraft"),
    "sources": ("article", "articleversion", "feed", "source"),
}
# Django's own permissions beyond seeing: (app, model) → verbs.
BEYOND = {("claims", "claim"): ("change",), ("sources", "article"): ("add",)}
BEYOND_OF = {"Administrators": {**BEYOND, ("sources", "feed"): ("add", "change")}}


def permission(apps, app, model, codename, name):
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = types.get_or_create(app_label=app, model=model)
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]


def held(apps, role):
    for codename in ROLES[role]:
        app, model, name = RIGHTS[codename]
        yield permission(apps, app, model, codename, name)
    wanted = {(app, model): ("view",) for app, models in SEEN.items() for model in models}
    for (app, model), verbs in [*wanted.items(), *BEYOND_OF.get(role, BEYOND).items()]:
        for verb in verbs:
            yield permission(apps, app, model, f"{verb}_{model}", f"Can {verb} {model}")


def add(apps, schema_editor):
    for role in ROLES:
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        group.permissions.add(*held(apps, role))


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0002_first_scale"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add, remove)]
