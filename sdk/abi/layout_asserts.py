"""Static asserts of sizes and offsets from a lock, for a C or C++ compiler to check."""


def asserts(snapshot):
    """C source that compiles only when the headers have the layout of `snapshot`."""
    lines = ["#include <herald/abi.h>", "#ifndef __cplusplus", "#define static_assert _Static_assert", "#endif"]
    for name, struct in snapshot["structs"].items():
        compare = ">=" if struct["grows"] else "=="
        lines.append(f'static_assert(sizeof({name}) {compare} {struct["size"]}, "{name}");')
        for member in struct["members"]:
            what = f"{name}.{member['name']}"
            lines.append(f'static_assert(offsetof({name}, {member["name"]}) == {member["offset"]}, "{what}");')
            lines.append(f'static_assert(sizeof((({name}*)0)->{member["name"]}) == {member["size"]}, "size of {what}");')
    return "\n".join(lines) + "\n"
