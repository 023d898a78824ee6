/* The ELF note by which the host knows a plugin before any of its code runs. */
/* Made from sdk/abi/spec by sdk/abi/generate. */
#pragma once
#include "herald/abi/core.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HERALD_NOTE_OWNER "Herald"
#define HERALD_NOTE_TYPE 1u
#define HERALD_NOTE_FORMAT 1u
#define HERALD_MANIFEST_MAX 65536u /* bytes */

/* Flags of the note; unknown ones make the host refuse the file. */
#define HERALD_NOTE_CXX_RUNTIME 1u /* needs the C++ run-time library */

/* Begin of the note's descriptor, in the byte order of the machine; the manifest (JSON, UTF-8) follows after
 * header_size bytes and ends with one zero byte, which fills the descriptor.
 * OWNER plugin, static storage. LIFETIME of the file. THREAD any. */
typedef struct herald_note_header {
  uint32_t format;           /* HERALD_NOTE_FORMAT */
  uint32_t abi_major;        /* HERALD_ABI_MAJOR */
  uint32_t abi_minor_needed; /* lowest minor of the host that will do */
  uint32_t flags;
  uint32_t header_size; /* sizeof(herald_note_header) of the plugin */
  uint32_t reserved;
  char drafts[20]; /* HERALD_DRAFTS: the drafts that the plugin was compiled with */
} herald_note_header;
#define HERALD_NOTE_HEADER_LEAST 44u /* bytes of the table at minor 1: no peer has less */

#if defined(__clang__)
#define HERALD_NOTE_PLAIN __attribute__((no_sanitize("address")))
#else
#define HERALD_NOTE_PLAIN
#endif

/* Defines the note as the object herald_note_. Use once in a plugin, at file scope. manifest_text is a string
 * literal; major, minor and note_flags are constants. */
#define HERALD_PLUGIN_NOTE_AS(manifest_text, major, minor, note_flags)                                     \
  static const struct {                                                                                    \
    uint32_t namesz, descsz, type;                                                                         \
    char name[8];                                                                                          \
    herald_note_header header;                                                                             \
    char manifest[sizeof(manifest_text)];                                                                  \
  } herald_note_ __attribute__((section(".note.herald.plugin"), used, aligned(4))) HERALD_NOTE_PLAIN = {   \
      sizeof(HERALD_NOTE_OWNER),                                                                           \
      sizeof(herald_note_header) + sizeof(manifest_text),                                                  \
      HERALD_NOTE_TYPE,                                                                                    \
      HERALD_NOTE_OWNER,                                                                                   \
      {HERALD_NOTE_FORMAT, (major), (minor), (note_flags), sizeof(herald_note_header), 0u, HERALD_DRAFTS}, \
      manifest_text}

/* The same for the minor that the plugin is compiled for. */
#define HERALD_PLUGIN_NOTE(manifest_text, note_flags) \
  HERALD_PLUGIN_NOTE_AS(manifest_text, HERALD_ABI_MAJOR, HERALD_SDK_TARGET, note_flags)

/* The manifest inside the note, as an initialiser of herald_entry.manifest. */
#define HERALD_NOTE_MANIFEST {herald_note_.manifest, sizeof(herald_note_.manifest) - 1u}

#ifdef __cplusplus
}
#endif
