#include "host/app/config.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "host/vault/key_file.hpp"

namespace herald::app {
namespace {

/// Collects complaints while values are read.
class Reader {
 public:
  explicit Reader(const Settings& settings) : settings_{settings} {}

  std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most) {
    const auto value = settings_.number(key, least, most);
    if (value) return *value;
    complain(value.error().detail);
    return least;
  }
  template <class T>
  T take(Result<T> value) {
    if (value) return std::move(*value);
    complain(value.error().detail);
    return T{};
  }
  void complain(const std::string& text) { complaints_ += (complaints_.empty() ? "" : "\n") + text; }
  [[nodiscard]] const std::string& complaints() const { return complaints_; }

 private:
  const Settings& settings_;
  std::string complaints_;
};

std::string or_else(std::string text, const std::string& preset) {
  return text.empty() ? preset : std::move(text);
}

void read_storage(const Settings& settings, Reader& in, Config& config) {
  const std::string url = or_else(settings.text("storage.url"), "sqlite://" + config.data_dir + "/herald.db");
  config.storage = in.take(storage::parse_storage_url(url));
  config.readers = static_cast<std::size_t>(in.number("storage.readers", 1, 256));
  const std::string file = settings.text("storage.password_file");
  if (file.empty()) return;
  std::string password = in.take(vault::read_private_file(file));
  while (!password.empty() && (password.back() == '\n' || password.back() == '\r')) password.pop_back();
  if (password.find_first_of("'\\\n") != std::string::npos)
    in.complain("storage.password_file: a password must not hold quotes, backslashes or line ends");
  config.storage.password = std::move(password);
}

void read_http(const Settings& settings, Reader& in, Config& config) {
  config.listen.address = settings.text("http.listen");
  config.listen.trusted_proxies = settings.list("http.trusted_proxies");
  const std::string certificate = settings.text("http.tls.certificate");
  const std::string key = settings.text("http.tls.key");
  if (certificate.empty() != key.empty())
    in.complain("http.tls: certificate and key belong together; found only one of them");
  if (!certificate.empty() && !key.empty()) config.listen.tls = http::Tls{certificate, key};
  config.limits.max_threads = static_cast<int>(in.number("http.threads", 1, 4096));
  config.limits.max_per_peer = static_cast<int>(in.number("http.connections_per_peer", 1, 4096));
  config.limits.body_bytes = static_cast<std::size_t>(in.number("http.max_body_bytes", 1024, 67'108'864));
  config.public_url = settings.text("http.public_url");
  while (config.public_url.ends_with('/')) config.public_url.pop_back();
  const bool web = config.public_url.starts_with("http://") || config.public_url.starts_with("https://");
  if (!config.public_url.empty() && !web)
    in.complain("http.public_url = '" + config.public_url + "': expected http:// or https://");
}

void read_delivery(const Settings& settings, Reader& in, Config& config) {
  for (const std::string& text : settings.list("egress.allow")) {
    auto cidr = egress::parse_cidr(text);
    if (cidr) {
      config.egress.allow.push_back(*cidr);
    } else {
      in.complain("egress.allow: " + cidr.error().detail);
    }
  }
  config.egress.ca_file = settings.text("egress.ca_file");
  config.dispatch.public_url = config.public_url;
  config.dispatch.max_in_flight = static_cast<std::size_t>(in.number("dispatch.max_in_flight", 1, 10'000));
  config.dispatch.window = static_cast<std::size_t>(in.number("dispatch.window", 100, 1'000'000));
  config.dispatch.slowest_upload =
      in.number("dispatch.slowest_upload_bytes_per_second", 1024, std::int64_t{1} << 30U);
  dispatch::BreakerPolicy& breaker = config.dispatch.breaker;
  breaker.failures = static_cast<int>(in.number("dispatch.breaker_failures", 1, 1000));
  breaker.first_open = std::chrono::seconds{in.number("dispatch.breaker_open_seconds", 1, 3600)};
  breaker.longest_open = std::max(breaker.longest_open, breaker.first_open);
  const auto unknown = [&](std::string_view key) { return std::chrono::seconds{in.number(key, 1, 604'800)}; };
  config.dispatch.unknown = {.otp = unknown("dispatch.unknown_otp_seconds"),
                             .transactional = unknown("dispatch.unknown_transactional_seconds"),
                             .marketing = unknown("dispatch.unknown_marketing_seconds")};
  config.inbound.public_url = config.public_url;
  config.inbound.unverified_bytes = in.number("webhooks.unverified_bytes", 0, 1'073'741'824);
  config.inbound.wait_limit = std::chrono::days{in.number("webhooks.wait_days", 1, 365)};
  config.drain = std::chrono::seconds{in.number("shutdown.drain_seconds", 0, 3600)};
}

void read_media(const Settings& settings, Reader& in, Config& config) {
  config.media = {.directory = or_else(settings.text("media.dir"), config.data_dir + "/media"),
                  .types = settings.text("media.types")};
  config.media_max_bytes = in.number("media.max_bytes", 1024, 2'147'483'648);
  config.media_keep = std::chrono::days{in.number("media.keep_days", 1, 365)};
}

void read_journal(const Settings& settings, Reader& in, Config& config) {
  config.audit_keyfile = or_else(settings.text("journal.keyfile"), config.data_dir + "/audit.key");
  config.checkpoints.interval = std::chrono::seconds{in.number("journal.checkpoint_seconds", 5, 604'800)};
  config.checkpoints.rows = in.number("journal.checkpoint_rows", 1, 1'000'000);
}

/// Which JWTs are believed: all of it is set, or nothing and then none is.
void read_tokens(const Settings& settings, Reader& in, Config& config) {
  const std::string file = settings.text("jwt.keys");
  tenancy::TokenRules rules{.issuer = settings.text("jwt.issuer"), .audience = settings.text("jwt.audience")};
  const int set = int{!file.empty()} + int{!rules.issuer.empty()} + int{!rules.audience.empty()};
  if (set != 0 && set != 3)
    in.complain("jwt: issuer, audience and keys belong together; found only some of them");
  const auto algorithm = tenancy::algorithm(settings.text("jwt.algorithm"));
  if (!algorithm)
    in.complain("jwt.algorithm = '" + settings.text("jwt.algorithm") +
                "': expected RS256, RS384, RS512, ES256, ES384 or EdDSA");
  rules.leeway = std::chrono::seconds{in.number("jwt.leeway_seconds", 0, 600)};
  if (set != 3 || !algorithm) return;
  rules.algorithm = *algorithm;
  std::ifstream from{file};
  const std::string text(std::istreambuf_iterator<char>{from}, std::istreambuf_iterator<char>{});
  auto keys = tenancy::read_keys(text, rules.algorithm);
  if (!keys) in.complain("jwt.keys " + file + ": " + keys.error().detail);
  if (keys) rules.keys = std::move(*keys);
  config.tokens = std::move(rules);
}

/// Each word is "plugin=/path".
void read_prefixes(const Settings& settings, Reader& in, Config& config) {
  for (const std::string& word : settings.list("plugins.prefixes")) {
    const auto sign = word.find('=');
    if (sign == std::string::npos || !std::string_view{word}.substr(sign + 1).starts_with("/api/v1/"))
      in.complain("plugins.prefixes: expected plugin=/api/v1/path, found '" + word + "'");
    else
      config.plugin_prefixes.emplace(word.substr(0, sign), word.substr(sign + 1));
  }
}

}  // namespace

Result<Config> read_config(const Settings& settings) {
  Reader in{settings};
  Config config;
  config.data_dir = settings.text("data.dir");
  if (!config.data_dir.starts_with('/'))
    in.complain("data.dir = '" + config.data_dir + "': expected an absolute path");
  config.disk_reserve_mib = static_cast<std::uintmax_t>(in.number("data.reserve_mib", 0, 1'048'576));
  config.node_name = settings.text("node.name");
  config.lease = std::chrono::seconds{in.number("cluster.lease_seconds", 4, 300)};
  if (config.node_name.size() > 64) in.complain("node.name: expected at most 64 characters");
  read_storage(settings, in, config);
  read_http(settings, in, config);
  read_media(settings, in, config);
  read_delivery(settings, in, config);
  read_journal(settings, in, config);
  read_tokens(settings, in, config);
  config.migrations = or_else(settings.text("migrations.path"), HERALD_MIGRATIONS_DIR);
  config.plugin_paths = settings.list("plugins.path", ':');
  config.plugin_policy = settings.text("plugins.policy");
  config.in_runner = settings.list("plugins.in_runner", ':');
  read_prefixes(settings, in, config);
  config.keyfile = or_else(settings.text("vault.keyfile"), config.data_dir + "/vault.key");
  const auto level = telemetry::level_of(settings.text("log.level"));
  if (!level)
    in.complain("log.level = '" + settings.text("log.level") + "': expected error, warning, info or debug");
  config.log_level = level.value_or(telemetry::Level::Info);
  config.log_file = settings.text("log.file");
  if (in.complaints().empty()) return config;
  return Error{.code = Errc::Invalid, .reason = "bad_configuration", .detail = in.complaints()};
}

std::vector<std::string> environment() {
  std::vector<std::string> out;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) out.emplace_back(*entry);
  return out;
}

}  // namespace herald::app
