#pragma once
#include <array>

#include "host/base/settings.hpp"

namespace herald::app {

/// Every configuration key of heraldd and heraldctl: the manual, the presets and the list of what is known.
inline constexpr std::array kSettings{
    SettingSpec{"data.dir", "/var/lib/herald",
                "Directory of this node's files; made with mode 0700 when missing."},
    SettingSpec{
        "data.reserve_mib", "64",
        "Free disk in MiB, in data.dir and beside a SQLite file, below which /readyz says 503; 0-1048576."},
    SettingSpec{
        "node.name", "",
        "Name of this node in the cluster, at most 64 characters; empty: made once and kept in data.dir."},
    SettingSpec{
        "cluster.lease_seconds", "5",
        "A node that commits nothing for so long is taken for dead by the others of its database; 4-300."},
    SettingSpec{"http.listen", "127.0.0.1:8080", "Address and port of the API; port 0 takes any free one."},
    SettingSpec{"http.public_url", "",
                "What providers call, e.g. https://herald.example; empty: no callback URLs are sent."},
    SettingSpec{"http.trusted_proxies", "",
                "Addresses or networks, by comma, whose X-Forwarded-* headers are believed."},
    SettingSpec{"http.tls.certificate", "",
                "PEM file of the certificate and its chain; with http.tls.key the API speaks TLS."},
    SettingSpec{"http.tls.key", "", "PEM file of the unencrypted private key."},
    SettingSpec{"http.threads", "256", "Connections served at once, 1-4096; beyond them 503."},
    SettingSpec{
        "http.connections_per_peer", "128",
        "Connections of one IPv4 address or IPv6 /64, 1-4096; beyond them 429. Not for trusted proxies."},
    SettingSpec{"http.max_body_bytes", "1048576", "Largest request body in bytes, 1024-67108864."},
    SettingSpec{
        "storage.url", "",
        "sqlite:///path or mysql://user@host:port/database?socket=&tls_ca=&tls_certificate=&tls_key=; "
        "empty: the file herald.db in data.dir."},
    SettingSpec{"storage.password_file", "",
                "File holding the database password, one line, readable by this user only."},
    SettingSpec{"storage.readers", "8", "Read connections to the database, 1-256."},
    SettingSpec{"plugins.path", "/usr/lib/herald/plugins", "Directories of plugins, by colon."},
    SettingSpec{"plugins.policy", "",
                "File that says which plugins may run and whose signatures are believed; empty: all that are "
                "safely owned."},
    SettingSpec{"plugins.in_runner", "", "Ids of plugins that run in a process of their own, by colon."},
    SettingSpec{"plugins.prefixes", "org.herald.templates=/api/v1/communication/templates",
                "Paths that feature plugins may serve beyond /api/v1/x/, as plugin=/path, by comma."},
    SettingSpec{
        "vault.keyfile", "",
        "Key ring that seals secrets; empty: vault.key in data.dir. Made on the first start on SQLite, "
        "must exist otherwise."},
    SettingSpec{"journal.keyfile", "",
                "Key that signs the journal's checkpoints; empty: audit.key in data.dir. Made when missing."},
    SettingSpec{"journal.checkpoint_seconds", "3600",
                "A chain that has grown is signed again after so many seconds, 5-604800 …"},
    SettingSpec{"journal.checkpoint_rows", "10000",
                "… or after so many entries, 1-1000000; looked at every five seconds."},
    SettingSpec{
        "jwt.issuer", "",
        "The issuer (iss) whose JWTs are believed; with jwt.audience and jwt.keys users may sign in."},
    SettingSpec{"jwt.audience", "", "The audience (aud) that a JWT must name."},
    SettingSpec{"jwt.keys", "",
                "File of the issuer's public keys: PEM blocks, or a JWKS. Read at the start."},
    SettingSpec{"jwt.algorithm", "RS256",
                "What JWTs are signed with: RS256, RS384, RS512, ES256, ES384 or EdDSA; no other is taken."},
    SettingSpec{"jwt.leeway_seconds", "60", "By how much the issuer's clock may differ, 0-600."},
    SettingSpec{"egress.allow", "",
                "Networks of non-public addresses that may be called, by comma; plain http only there."},
    SettingSpec{"egress.ca_file", "", "PEM file of the authorities for outgoing TLS; empty: the system's."},
    SettingSpec{"dispatch.max_in_flight", "512", "Deliveries at once, 1-10000."},
    SettingSpec{
        "dispatch.window", "20000",
        "Messages held in memory, 100-1000000, at most a quarter of them of one channel; further ones wait "
        "in the database."},
    SettingSpec{"dispatch.slowest_upload_bytes_per_second", "131072",
                "What a provider takes at least, 1024-1073741824: so much longer than timeout_seconds of its "
                "channel a request with files may take."},
    SettingSpec{"dispatch.breaker_failures", "5",
                "Failures of a channel in a row (connection, credentials, 5xx) by which it is held, 1-1000."},
    SettingSpec{"dispatch.breaker_open_seconds", "5",
                "How long a failing channel is held at first, 1-3600; doubles with each failed probe up to a "
                "minute."},
    SettingSpec{"dispatch.unknown_otp_seconds", "30",
                "How long the outcome of an otp message may stay unknown before it is sent again, 1-604800."},
    SettingSpec{"dispatch.unknown_transactional_seconds", "900",
                "The same for transactional messages, which are sent again only under an idempotency key of "
                "the provider."},
    SettingSpec{"dispatch.unknown_marketing_seconds", "900",
                "The same for marketing messages, which are never sent again but given up then."},
    SettingSpec{"media.dir", "",
                "Directory of attachments, shared by all nodes of a cluster; empty: media in data.dir."},
    SettingSpec{"media.max_bytes", "104857600",
                "Largest file in bytes, uploaded or fetched from a provider, 1024-2147483648."},
    SettingSpec{"media.types", "",
                "Content types of files that are taken, by comma, as image/*; empty: all. The first bytes of "
                "a file must not contradict its type."},
    SettingSpec{"media.keep_days", "7", "Days after which an upload that was not sent is removed, 1-365."},
    SettingSpec{"webhooks.unverified_bytes", "16777216",
                "Bytes kept per channel of callbacks whose plugin is away, 0-1073741824; beyond them 503."},
    SettingSpec{
        "webhooks.wait_days", "7",
        "Days after which unverified callbacks and receipts for unknown messages are given up, 1-365."},
    SettingSpec{"shutdown.drain_seconds", "20",
                "How long deliveries under way may take after SIGTERM, 0-3600."},
    SettingSpec{"log.level", "info", "error, warning, info or debug."},
    SettingSpec{"log.file", "", "File the log is appended to; empty: standard error."},
    SettingSpec{"migrations.path", "", "Directory of the SQL migrations; empty: those of the installation."},
};

}  // namespace herald::app
