#pragma once
#include <herald/abi.h>

/// The note of the plugin and the manifest of its entry. The breaks here are in static; include it once.

#if defined(BREAK_MANIFEST_NO_ID)
#define COURIER_ID ""
#else
#define COURIER_ID R"("id":"org.example.courier",)"
#endif
#if defined(BREAK_MANIFEST_BAD_VERSION)
#define COURIER_VERSION "one"
#else
#define COURIER_VERSION "1.0.0"
#endif
#define COURIER_MANIFEST                                                                        \
  "{" COURIER_ID R"("provider":"courier","version":")" COURIER_VERSION R"(","name":"Courier",)" \
  R"("vendor":"Example","licence":"MIT","interfaces":["herald.config/1","herald.provider.http/1"]})"

#if defined(BREAK_NO_NOTE)
#define COURIER_ENTRY_MANIFEST {COURIER_MANIFEST, sizeof(COURIER_MANIFEST) - 1}
#elif defined(BREAK_MISALIGNED_NOTE)
#define COURIER_ENTRY_MANIFEST {COURIER_MANIFEST, sizeof(COURIER_MANIFEST) - 1}
/// One stray byte before the note: nothing of it stands where a reader looks.
static const struct __attribute__((packed)) {
  char stray;
  uint32_t namesz, descsz, type;
  char name[8];
  herald_note_header header;
  char manifest[sizeof(COURIER_MANIFEST)];
} herald_note_ __attribute__((section(".note.herald.plugin"), used, aligned(1))) = {
    0,
    sizeof(HERALD_NOTE_OWNER),
    sizeof(herald_note_header) + sizeof(COURIER_MANIFEST),
    HERALD_NOTE_TYPE,
    HERALD_NOTE_OWNER,
    {HERALD_NOTE_FORMAT, HERALD_ABI_MAJOR, HERALD_ABI_MINOR, HERALD_NOTE_CXX_RUNTIME,
     sizeof(herald_note_header), 0u, HERALD_DRAFTS},
    COURIER_MANIFEST};
#elif defined(BREAK_UNKNOWN_FLAGS)
HERALD_PLUGIN_NOTE(COURIER_MANIFEST, HERALD_NOTE_CXX_RUNTIME | 0x40000000u);
#define COURIER_ENTRY_MANIFEST HERALD_NOTE_MANIFEST
#elif defined(BREAK_NOTE_DIFFERS)
#define COURIER_OTHER R"({"id":"org.example.courier","provider":"courier","version":"1.0.1","interfaces":[]})"
HERALD_PLUGIN_NOTE(COURIER_MANIFEST, HERALD_NOTE_CXX_RUNTIME);
#define COURIER_ENTRY_MANIFEST {COURIER_OTHER, sizeof(COURIER_OTHER) - 1}
#else
HERALD_PLUGIN_NOTE(COURIER_MANIFEST, HERALD_NOTE_CXX_RUNTIME);
#define COURIER_ENTRY_MANIFEST HERALD_NOTE_MANIFEST
#endif
