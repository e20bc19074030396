"""Drives a listening emulator with the official Python client, and prints what it saw as JSON.

The emulator's address and keys come from the client's own environment variables.
"""

import base64
import json
import sys

from openai import NotFoundError, OpenAI

client = OpenAI(max_retries=0)
organization = client.admin.organization
projects, groups, users = organization.projects, organization.groups, organization.users
jobs = client.fine_tuning.jobs
DEFAULT = "proj_default"


def listings(limit):
    """How the client lists, by the template of what it asks."""
    inside = {"project_id": DEFAULT, **limit}
    batch = {"vector_store_id": "vs_0", **limit}
    return {
        "/organization/projects": lambda: projects.list(**limit),
        "/organization/projects/{project_id}/service_accounts": lambda: projects.service_accounts.list(
            DEFAULT, **limit
        ),
        "/organization/projects/{project_id}/api_keys": lambda: projects.api_keys.list(DEFAULT, **limit),
        "/organization/projects/{project_id}/rate_limits": lambda: projects.rate_limits.list_rate_limits(
            DEFAULT, **limit
        ),
        "/organization/roles": lambda: organization.roles.list(**limit),
        "/projects/{project_id}/roles": lambda: projects.roles.list(DEFAULT, **limit),
        "/organization/admin_api_keys": lambda: organization.admin_api_keys.list(**limit),
        "/organization/groups": lambda: groups.list(**limit),
        "/organization/groups/{group_id}/users": lambda: groups.users.list("group_0", **limit),
        "/organization/projects/{project_id}/groups": lambda: projects.groups.list(DEFAULT, **limit),
        "/organization/projects/{project_id}/users": lambda: projects.users.list(DEFAULT, **limit),
        "/organization/users": lambda: users.list(**limit),
        "/organization/users/{user_id}/roles": lambda: users.roles.list("user-bob", **limit),
        "/organization/groups/{group_id}/roles": lambda: groups.roles.list("group_0", **limit),
        "/projects/{project_id}/users/{user_id}/roles": lambda: projects.users.roles.list("user-bob", **inside),
        "/projects/{project_id}/groups/{group_id}/roles": lambda: projects.groups.roles.list("group_0", **inside),
        "/files": lambda: client.files.list(**limit),
        "/vector_stores": lambda: client.vector_stores.list(**limit),
        "/vector_stores/{vector_store_id}/files": lambda: client.vector_stores.files.list("vs_0", **limit),
        "/vector_stores/{vector_store_id}/file_batches/{batch_id}/files": (
            lambda: client.vector_stores.file_batches.list_files("vsfb_0", **batch)
        ),
        "/assistants": lambda: client.beta.assistants.list(**limit),
        "/fine_tuning/jobs": lambda: jobs.list(**limit),
        "/fine_tuning/jobs/{fine_tuning_job_id}/events": lambda: jobs.list_events("ftjob-0", **limit),
        "/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints": lambda: jobs.checkpoints.list("ftjob-0", **limit),
        "/webhook_endpoints": lambda: client.webhooks.list(**limit),
        "/models": lambda: client.models.list(),
    }


def by_path(name, limit):
    """A listing whose path has no ids is found in the client by its words."""
    place = client.admin if name.startswith("/organization/") else client
    for word in name.strip("/").split("/"):
        place = getattr(place, word)
    return place.list(**limit)


def pages(names, limit):
    def ids(items):
        return [getattr(item, "group_id", None) or item.id for item in items]

    known = listings(limit)
    return {name: ids(known[name]() if name in known else by_path(name, limit)) for name in names}


def administration():
    """Projects, people and roles, with the calls that have nothing to say in their bodies."""
    project = projects.create(name="py")
    account = projects.service_accounts.create(project.id, name="ci")
    limits = projects.rate_limits.list_rate_limits(project.id, limit=1000).data
    changed = projects.rate_limits.update_rate_limit(
        "rl-gpt-4o-mini", project_id=project.id, max_requests_per_1_minute=7
    )
    group = groups.create(name="py")
    groups.users.create(group.id, user_id="user-bob")
    role = projects.roles.create(project.id, role_name="auditor", permissions=[])
    projects.groups.create(project.id, group_id=group.id, role=role.id)
    scoped = f"role-api-project-viewer__api-project__{project.id}"
    projects.users.roles.create("user-carol", project_id=project.id, role_id=scoped)
    inherited = projects.users.roles.retrieve(role.id, project_id=project.id, user_id="user-bob")
    key = organization.admin_api_keys.create(name="py")
    organization.admin_api_keys.delete(key.id)
    try:
        organization.admin_api_keys.retrieve(key.id)
        gone = None
    except NotFoundError as error:
        gone = [error.status_code, error.code, error.response.headers["openai-organization"]]
    return {
        "key": account.api_key.value.startswith("sk-svcacct-"),
        "limits": len(limits),
        "limit": changed.max_requests_per_1_minute,
        "sources": [source.principal_type for source in inherited.assignment_sources],
        "viewer": [item.name for item in projects.users.roles.list("user-carol", project_id=project.id)],
        "gone": gone,
        "archived": projects.archive(project.id).status,
    }


def data_plane():
    """Files by parts, stores and what is found in them, jobs and what they tell."""
    text = b"The quick brown fox jumps over the lazy dog."
    file = client.files.create(file=("fox.txt", text), purpose="assistants")
    upload = client.uploads.upload_file_chunked(
        file=text, filename="parts.txt", bytes=len(text), mime_type="text/plain", purpose="assistants", part_size=10
    )
    store = client.vector_stores.create(name="py")
    batch = client.vector_stores.file_batches.create_and_poll(store.id, file_ids=[file.id, upload.file.id])
    found = client.vector_stores.search(store.id, query="lazy fox").data
    content = client.vector_stores.files.content(file.id, vector_store_id=store.id).data

    examples = "\n".join('{"messages":[{"role":"user","content":"%d"}]}' % n for n in range(10)).encode()
    training = client.files.create(file=("t.jsonl", examples), purpose="fine-tune")
    job = jobs.create(model="gpt-4o-mini-2024-07-18", training_file=training.id)
    done = jobs.retrieve(job.id)
    return {
        "bytes": base64.b64encode(client.files.content(upload.file.id).read()).decode(),
        "upload": upload.status,
        "batch": [batch.status, batch.file_counts.completed, batch.file_counts.total],
        "found": sorted(item.filename for item in found),
        "content": [part.text for part in content],
        "job": done.status,
        "events": len(list(jobs.list_events(job.id, limit=3))),
        "checkpoints": [item.step_number for item in jobs.checkpoints.list(job.id)],
        "deleted": client.models.delete(done.fine_tuned_model).deleted,
    }


def webhooks():
    endpoint = client.webhooks.create(
        name="py", url="https://example.com/py", event_types=["batch.completed"]
    )
    rotated = client.webhooks.rotate_secret(endpoint.id)
    tested = client.webhooks.test(endpoint.id, event_type="batch.completed")
    return {"id": endpoint.id, "secret": rotated.signing_secret, "status": tested.status_code}


def unwrap(delivered):
    event = client.webhooks.unwrap(delivered["body"], delivered["headers"], secret=delivered["secret"])
    return {"type": event.type, "id": event.data.id}


TASKS = {
    "pages": lambda: pages(json.load(sys.stdin), {}),
    "pages by 25": lambda: pages(json.load(sys.stdin), {"limit": 25}),
    "administration": administration,
    "data plane": data_plane,
    "webhooks": webhooks,
    "unwrap": lambda: unwrap(json.load(sys.stdin)),
}

print(json.dumps(TASKS[sys.argv[1]]()))
