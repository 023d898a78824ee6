/* The layout that plugins were compiled against; included by a C and by a C++ file. */
#pragma once
#include <herald/abi.h>

#ifndef __cplusplus
#define static_assert _Static_assert
#endif

static_assert(sizeof(herald_str) == 16, "herald_str");
static_assert(sizeof(herald_sink) == 24 && offsetof(herald_sink, write) == 16, "herald_sink");
static_assert(sizeof(herald_host) == 24 && offsetof(herald_host, get_interface) == 16, "herald_host");
static_assert(sizeof(herald_entry) == 48 && offsetof(herald_entry, manifest) == 8 &&
                  offsetof(herald_entry, open) == 24 && offsetof(herald_entry, get_interface) == 40,
              "herald_entry");
static_assert(sizeof(herald_note_header) == 44, "herald_note_header");
static_assert(sizeof(herald_config) == 24 && offsetof(herald_config, validate) == 16, "herald_config");
static_assert(sizeof(herald_provider_args) == 88 && offsetof(herald_provider_args, op) == 8 &&
                  offsetof(herald_provider_args, state) == 72,
              "herald_provider_args");
static_assert(sizeof(herald_http_response) == 40 && offsetof(herald_http_response, body) == 24,
              "herald_http_response");
static_assert(sizeof(herald_provider_http) == 32 && offsetof(herald_provider_http, on_response) == 24,
              "herald_provider_http");
static_assert(sizeof(herald_crypto) == 80 && offsetof(herald_crypto, nonce) == 72, "herald_crypto");
static_assert(sizeof(herald_log) == 16, "herald_log");
