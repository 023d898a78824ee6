#!/usr/bin/python3
"""compose_arguments.py FILE SERVICE: the arguments of `podman run` that start a service of a compose file, a line each.

Knows the keys that packaging/container/compose.yaml has and refuses others, so that none is passed over. Ports and
networks are left to the caller, who has one network for all.
"""
import os
import sys

import yaml

KNOWN = {"image", "command", "environment", "volumes", "secrets", "healthcheck", "depends_on", "ports",
         "stop_grace_period", "restart"}


def arguments(document, service_name, folder):
    service = document["services"][service_name]
    unknown = set(service) - KNOWN
    if unknown:
        sys.exit(f"{service_name}: expected only {sorted(KNOWN)}, found {sorted(unknown)}")
    yield from ("--detach", "--name", service_name)
    for name, value in service.get("environment", {}).items():
        yield from ("--env", f"{name}={value}")
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        if source not in document["volumes"]:
            sys.exit(f"{service_name}: volume {source} is not declared")
        yield from ("--volume", volume)
    for secret in service.get("secrets", []):
        file = os.path.join(folder, document["secrets"][secret]["file"])
        yield from ("--volume", f"{file}:/run/secrets/{secret}:ro")
    if "stop_grace_period" in service:
        yield from ("--stop-timeout", service["stop_grace_period"].removesuffix("s"))
    for other, how in service.get("depends_on", {}).items():
        if "healthcheck" not in document["services"][other]:
            sys.exit(f"{service_name}: {other} has no healthcheck to wait for ({how})")
    yield service["image"]
    yield from service.get("command", [])


def main():
    file, service = sys.argv[1:]
    with open(file, encoding="utf-8") as stream:
        document = yaml.safe_load(stream)
    for argument in arguments(document, service, os.path.dirname(os.path.abspath(file))):
        print(argument)


main()
