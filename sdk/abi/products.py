"""The files that the spec gives."""
import headers
import reference
from model import layouts


def of(spec):
    """{path relative to sdk/abi: text}"""
    made = layouts(spec)
    files = {f"../include/herald/abi/{h.file}": headers.render(h, spec, made) for h in spec.headers}
    return {**files, "reference.md": reference.render(spec, made)}
